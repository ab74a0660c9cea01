/**
 * RelayConfig from what an embedder writes: defaults for what is left out, and no start with what cannot work.
 */
import { Effect, Layer } from "effect"
import { defaultSettings, RelayConfig, type RelaySettings } from "../services/RelayConfig.ts"
import { faultOf, type RelaySettingInvalid } from "../services/SettingRules.ts"

/** Fails with RelaySettingInvalid, which names the field and what was expected. */
export const layer = (settings: Partial<RelaySettings> = {}): Layer.Layer<never, RelaySettingInvalid> => {
  const whole = { ...defaultSettings, ...settings }
  const fault = faultOf(whole)
  return Layer.effect(RelayConfig, fault === undefined ? Effect.succeed(whole) : Effect.fail(fault))
}
