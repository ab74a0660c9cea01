/**
 * An embedder's settings: what is left out is the default, and what cannot work is refused by its name.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { CheckedRelayConfig, defaultSettings, RelayConfig, type RelaySettings } from "../../src/index.ts"
import * as Limits from "../../src/protocol/Limits.ts"

const settingsWith = (settings?: Partial<RelaySettings>) =>
  RelayConfig.pipe(Effect.provide(CheckedRelayConfig.layer(settings)))

const refusals: ReadonlyArray<readonly [Partial<RelaySettings>, string]> = [
  [{ powBits: 17 }, "powBits: expected a whole number from 18 to 26"],
  [{ powBits: 27 }, "powBits: expected a whole number from 18 to 26"],
  [{ powBits: Number.NaN }, "powBits: expected a whole number from 18 to 26"],
  [{ joinPowBits: 7 }, "joinPowBits: expected 0, or a whole number from 8 to 26"],
  [{ joinPowBits: -1 }, "joinPowBits: expected 0, or a whole number from 8 to 26"],
  [{ ttlSeconds: { minimum: 59, maximum: 60 } }, "ttlSeconds.minimum: expected a whole number from 60 to 604800"],
  [{ ttlSeconds: { minimum: 61, maximum: 60 } }, "ttlSeconds.maximum: expected no less than ttlSeconds.minimum"],
  [{ capacity: { minimum: 2, maximum: 5_001 } }, "capacity.maximum: expected a whole number from 2 to 5000"],
  [{ capacity: { minimum: 9, maximum: 8 } }, "capacity.maximum: expected no less than capacity.minimum"],
  [{ waitMillis: 999 }, "waitMillis: expected a whole number from 1000 to 86400000"],
  [{ maxRooms: 0 }, "maxRooms: expected a whole number from 1 to 1000000"],
  [{ memoryBudgetBytes: 1 }, "memoryBudgetBytes: expected 0, or a whole number from 150994944 to 1099511627776"],
  [{ maxConnections: 1.5 }, "maxConnections: expected a whole number from 1 to 1000000"],
  [{ maxMessageBytes: 1_023 }, "maxMessageBytes: expected a whole number from 1024 to 1048576"],
  [
    { maxMessageBytes: 70_000, maxSendBufferBytes: 69_999 },
    "maxSendBufferBytes: expected no less than maxMessageBytes"
  ],
  [{ messageRate: { burst: 1, perSecond: 0 } }, "messageRate.perSecond: expected a whole number from 1 to 1000000000"],
  [{ byteRate: { burst: 16_383, perSecond: 1 } }, "byteRate.burst: expected no less than maxMessageBytes"],
  [
    { maxMessageBytes: 1_024, byteRate: { burst: Limits.maxControlBytes - 1, perSecond: 1 } },
    "byteRate.burst: expected a whole number from 4096 to 1000000000"
  ],
  [{ allowedOrigins: ["https://a.example/"] }, "allowedOrigins: expected origins such as https://example.org"],
  [{ embedOrigins: ["https://*.example"] }, "embedOrigins: expected origins such as https://example.org"],
  [
    { perAddress: { ...defaultSettings.perAddress, connections: -1 } },
    "perAddress.connections: expected 0, or a whole number from 1 to 1000000"
  ],
  [{ trustedProxies: ["10.0.0.1/8"] }, "trustedProxies: expected networks such as 10.0.0.0/8 or addresses"],
  [{ publicUrl: "a.example" }, "publicUrl: expected an http or https address without query"]
]

const acceptable: ReadonlyArray<Partial<RelaySettings>> = [
  { powBits: 18, joinPowBits: 8 },
  { powBits: 26, joinPowBits: 26 },
  { ttlSeconds: { minimum: 60, maximum: 60 } },
  { capacity: { minimum: 5_000, maximum: 5_000 } },
  { byteRate: { burst: 16_384, perSecond: 1 } },
  { maxMessageBytes: 65_536, maxSendBufferBytes: 65_536 },
  { perAddress: { ...defaultSettings.perAddress, connections: 0 }, trustedProxies: ["::1", "10.0.0.0/8"] },
  { allowedOrigins: ["https://a.example"], publicUrl: "https://b.example/chat" }
]

describe("CheckedRelayConfig", () => {
  it.effect("is the defaults if nothing is said", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settingsWith(), defaultSettings)
    })
  )

  it.effect.each(acceptable.map((settings) => ({ settings })))("fills up $settings", ({ settings }) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settingsWith(settings), { ...defaultSettings, ...settings })
    })
  )

  it.effect.each(refusals.map(([settings, expected]) => ({ settings, expected })))(
    "refuses $settings",
    ({ settings, expected }) =>
      Effect.gen(function* () {
        const { message } = yield* Effect.flip(settingsWith(settings))

        assert.strictEqual(message, `RelayConfig: ${expected}`)
      })
  )
})
