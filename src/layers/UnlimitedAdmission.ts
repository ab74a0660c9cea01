/**
 * Admission that counts nobody and asks for the configured work alone: for tests, and for hosts with limits of their own.
 */
import { Effect, Layer } from "effect"
import { Admission } from "../services/Admission.ts"
import { RelayConfig } from "../services/RelayConfig.ts"

export const layer: Layer.Layer<Admission> = Layer.effect(
  Admission,
  Effect.map(RelayConfig, ({ joinPowBits, powBits }) =>
    Admission.of({
      sourceOf: () => undefined,
      admit: () => Effect.void,
      connect: () => true,
      disconnect: () => {},
      joinFailed: () => {},
      roomCreated: () => {},
      creationBits: () => powBits,
      joinBits: () => joinPowBits
    })
  )
)
