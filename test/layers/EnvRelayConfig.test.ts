/**
 * Settings from the environment: the default without, what is given, and a refusal that names the setting and what was
 * expected. Each integer has a case at both ends of its range and one past them.
 */
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Result } from "effect"
import * as EnvRelayConfig from "../../src/layers/EnvRelayConfig.ts"
import * as NodeListener from "../../src/layers/NodeListener.ts"
import { flagOf } from "../../src/layers/Setting.ts"
import { defaultSettings, RelayConfig } from "../../src/services/RelayConfig.ts"

const settingsWith = (environment: Readonly<Record<string, string>>) =>
  RelayConfig.pipe(
    Effect.provide(
      EnvRelayConfig.layer.pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment, { preserveEmptyStrings: true })))
      )
    )
  )

const messageWith = (environment: Readonly<Record<string, string>>) =>
  Effect.map(Effect.result(settingsWith(environment)), (result) =>
    Result.isFailure(result) ? result.failure.message : "accepted"
  )

const integers = Object.values({ ...EnvRelayConfig.settings, port: NodeListener.settings.port }).flatMap((setting) => {
  const range = /^a whole number from (\d+) to (\d+)$/.exec(setting.expected)
  return range === null ? [] : [{ setting, name: setting.name, minimum: Number(range[1]), maximum: Number(range[2]) }]
})

describe("EnvRelayConfig", () => {
  it.effect("is the defaults without an environment", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settingsWith({}), defaultSettings)
    })
  )

  it.effect("reads every setting", () =>
    Effect.gen(function* () {
      const settings = yield* settingsWith({
        PUG_PUBLIC_URL: "https://chat.example/relay/",
        PUG_ONION_LOCATION: "http://pug.onion/relay/",
        PUG_ALLOWED_ORIGINS: "https://a.example, http://localhost:5173",
        PUG_EMBED_ORIGINS: "https://b.example,http://[::1]:5173",
        PUG_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8,fd00::/8",
        PUG_POW_BITS: "20",
        PUG_JOIN_POW_BITS: "10",
        PUG_MIN_TTL: "120",
        PUG_MAX_TTL: "604800",
        PUG_MIN_CAPACITY: "3",
        PUG_MAX_CAPACITY: "5000",
        PUG_WAIT: "60",
        PUG_MAX_ROOMS: "7",
        PUG_MAX_CONNECTIONS: "8",
        PUG_MAX_PRE_JOIN_CONNECTIONS: "9",
        PUG_ADDRESS_CHALLENGES: "21",
        PUG_ADDRESS_ROOMS: "22",
        PUG_ADDRESS_CONNECTIONS: "23",
        PUG_ADDRESS_NEW_CONNECTIONS: "24",
        PUG_ADDRESS_JOINS: "25",
        PUG_ADDRESS_FAILED_JOINS: "0",
        PUG_MEMORY_BUDGET: "256",
        PUG_MAX_MESSAGE_BYTES: "65536",
        PUG_MAX_SEND_BUFFER_BYTES: "131072",
        PUG_MESSAGE_BURST: "11",
        PUG_MESSAGES_PER_SECOND: "12",
        PUG_BYTE_BURST: "70000",
        PUG_BYTES_PER_SECOND: "14"
      })

      assert.deepStrictEqual(settings, {
        publicUrl: "https://chat.example/relay",
        onionLocation: "http://pug.onion/relay",
        allowedOrigins: ["https://a.example", "http://localhost:5173"],
        embedOrigins: ["https://b.example", "http://[::1]:5173"],
        trustedProxies: ["127.0.0.1", "10.0.0.0/8", "fd00::/8"],
        powBits: 20,
        joinPowBits: 10,
        ttlSeconds: { minimum: 120, maximum: 604_800 },
        capacity: { minimum: 3, maximum: 5_000 },
        waitMillis: 60_000,
        maxRooms: 7,
        maxConnections: 8,
        maxPreJoinConnections: 9,
        perAddress: {
          challengesPerMinute: 21,
          roomsPerMinute: 22,
          connections: 23,
          connectionsPerMinute: 24,
          joinsPerMinute: 25,
          failedJoinsPerMinute: 0
        },
        memoryBudgetBytes: 268_435_456,
        maxMessageBytes: 65_536,
        maxSendBufferBytes: 131_072,
        messageRate: { burst: 11, perSecond: 12 },
        byteRate: { burst: 70_000, perSecond: 14 }
      })
    })
  )

  it("has a range for most of its settings", () => {
    assert.isAtLeast(integers.length, 16)
  })

  it.each(integers)("takes $name at both ends of its range and not one past them", ({ setting, minimum, maximum }) => {
    const isAccepted = (value: number) => setting.parse(String(value))._tag === "Some"

    assert.isTrue(isAccepted(minimum))
    assert.isTrue(isAccepted(maximum))
    assert.isFalse(isAccepted(minimum - 1))
    assert.isFalse(isAccepted(maximum + 1))
  })

  it.effect.each(integers)("names $name and its range for anything else", ({ name, minimum, maximum }) =>
    Effect.gen(function* () {
      if (name === "PUG_PORT") return
      for (const value of [
        "",
        " ",
        "abc",
        "-1",
        "1.5",
        "1e3",
        "0x20",
        "20 ",
        "NaN",
        "Infinity",
        "99999999999999999999"
      ]) {
        assert.strictEqual(
          yield* messageWith({ [name]: value }),
          `${name} (${flagOf(name)}): expected a whole number from ${minimum} to ${maximum}`,
          JSON.stringify(value)
        )
      }
    })
  )

  it.effect.each([
    ["PUG_MIN_TTL", "PUG_MAX_TTL", "7200", "3600"],
    ["PUG_MIN_CAPACITY", "PUG_MAX_CAPACITY", "9", "8"],
    ["PUG_MAX_MESSAGE_BYTES", "PUG_BYTE_BURST", "16384", "16383"],
    ["PUG_MAX_MESSAGE_BYTES", "PUG_MAX_SEND_BUFFER_BYTES", "65537", "65536"]
  ])("refuses a range that is upside down: %s", ([minimum = "", maximum = "", more = "", less = ""]) =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* messageWith({ [minimum]: more, [maximum]: less }),
        `${maximum} (${flagOf(maximum)}): expected no less than ${minimum}`
      )
      assert.strictEqual(yield* messageWith({ [minimum]: less, [maximum]: less }), "accepted")
    })
  )

  it.effect.each(["1", "7", "27", "08x"])("refuses as work to join: %j", (value) =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* messageWith({ PUG_JOIN_POW_BITS: value }),
        "PUG_JOIN_POW_BITS (--join-pow-bits): expected 0, or a whole number from 8 to 26"
      )
    })
  )

  it.effect.each(["0", "8", "26"])("takes as work to join: %j", (value) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* settingsWith({ PUG_JOIN_POW_BITS: value })).joinPowBits, Number(value))
    })
  )

  it.effect.each([
    "",
    "example.org",
    "ftp://example.org",
    "https://example.org?x=1",
    "https://example.org/#k",
    "https://"
  ])("refuses as a public URL: %j", (value) =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* messageWith({ PUG_PUBLIC_URL: value }),
        "PUG_PUBLIC_URL (--public-url): expected an http or https address without query"
      )
    })
  )

  it.effect.each([
    "",
    "*",
    "example.org",
    "https://example.org/",
    "https://example.org/path",
    "https://EXAMPLE.org",
    "https://example.org:443",
    "https://a.example,",
    "https://a.example b",
    "null",
    "ws://example.org",
    // In a policy these would mean more than they say here.
    "https://*.example.org",
    "https://a.example;script-src",
    "'self'"
  ])("refuses as origins: %j", (value) =>
    Effect.gen(function* () {
      const expected = "expected origins such as https://example.org, separated by commas"

      assert.strictEqual(
        yield* messageWith({ PUG_ALLOWED_ORIGINS: value }),
        `PUG_ALLOWED_ORIGINS (--allowed-origins): ${expected}`
      )
      assert.strictEqual(
        yield* messageWith({ PUG_EMBED_ORIGINS: value }),
        `PUG_EMBED_ORIGINS (--embed-origins): ${expected}`
      )
    })
  )
})
