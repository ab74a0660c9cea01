/**
 * RelayConfig from the environment: every name, range and default of what an operator may set about rooms.
 */
import { Effect, Layer, Option } from "effect"
import * as Limits from "../protocol/Limits.ts"
import { defaults, RelayConfig, type RelaySettings } from "../services/RelayConfig.ts"
import * as Setting from "./Setting.ts"

const toCeiling = ({ minimum, ceiling }: { readonly minimum: number; readonly ceiling: number }) => ({
  minimum,
  maximum: ceiling
})
const upTo = ({ maximum }: { readonly maximum: number }) => ({ minimum: 1, maximum })
const anyRate = { minimum: 1, maximum: 1_000_000_000 }

/** An origin as browsers send it: scheme and host, no path. */
const originOf = (text: string): Option.Option<string> =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
    ? Option.some(text)
    : Option.none()

const publicUrlOf = (text: string): Option.Option<string> =>
  URL.canParse(text) && /^https?:\/\/[^?#]+$/.test(text) ? Option.some(text.replace(/\/+$/, "")) : Option.none()

export const settings = {
  publicUrl: Setting.text(
    "PUG_PUBLIC_URL",
    "an http or https address without query",
    "the address people use, if a proxy stands in front",
    publicUrlOf
  ),
  allowedOrigins: Setting.text(
    "PUG_ALLOWED_ORIGINS",
    "origins such as https://example.org, separated by commas",
    "other sites whose pages may connect",
    (text) => Option.all(text.split(",").map((origin) => originOf(origin.trim())))
  ),
  powBits: Setting.integer("PUG_POW_BITS", Limits.powBits, defaults.powBits, "work to create a room, in bits"),
  joinPowBits: Setting.integer(
    "PUG_JOIN_POW_BITS",
    { minimum: 0, maximum: Limits.powBits.maximum },
    defaults.joinPowBits,
    "work to join a room, in bits; 0 asks for none"
  ),
  minTtl: Setting.integer("PUG_MIN_TTL", toCeiling(Limits.ttlSeconds), defaults.ttlSeconds.minimum, "shortest life, s"),
  maxTtl: Setting.integer("PUG_MAX_TTL", toCeiling(Limits.ttlSeconds), defaults.ttlSeconds.maximum, "longest life, s"),
  minCapacity: Setting.integer(
    "PUG_MIN_CAPACITY",
    toCeiling(Limits.capacity),
    defaults.capacity.minimum,
    "fewest seats of a room"
  ),
  maxCapacity: Setting.integer(
    "PUG_MAX_CAPACITY",
    toCeiling(Limits.capacity),
    defaults.capacity.maximum,
    "most seats of a room"
  ),
  waitSeconds: Setting.integer(
    "PUG_WAIT",
    { minimum: 1, maximum: Limits.waitMillis.maximum / 1_000 },
    defaults.waitMillis / 1_000,
    "how long an empty room waits until two have met, s"
  ),
  maxRooms: Setting.integer("PUG_MAX_ROOMS", upTo(Limits.maxRooms), defaults.maxRooms, "rooms at a time"),
  maxConnections: Setting.integer(
    "PUG_MAX_CONNECTIONS",
    upTo(Limits.maxConnections),
    defaults.maxConnections,
    "connections at a time"
  ),
  maxPreJoinConnections: Setting.integer(
    "PUG_MAX_PRE_JOIN_CONNECTIONS",
    upTo(Limits.maxPreJoinConnections),
    defaults.maxPreJoinConnections,
    "connections that have not joined yet"
  ),
  maxMessageBytes: Setting.integer(
    "PUG_MAX_MESSAGE_BYTES",
    { minimum: 1_024, maximum: Limits.maxMessageBytes.maximum },
    defaults.maxMessageBytes,
    "largest sealed message"
  ),
  maxSendBufferBytes: Setting.integer(
    "PUG_MAX_SEND_BUFFER_BYTES",
    { minimum: 65_536, maximum: Limits.maxSendBufferBytes.maximum },
    defaults.maxSendBufferBytes,
    "bytes that may wait for a slow reader"
  ),
  messageBurst: Setting.integer("PUG_MESSAGE_BURST", anyRate, defaults.messageRate.burst, "messages at once"),
  messagesPerSecond: Setting.integer(
    "PUG_MESSAGES_PER_SECOND",
    anyRate,
    defaults.messageRate.perSecond,
    "messages a second"
  ),
  byteBurst: Setting.integer("PUG_BYTE_BURST", anyRate, defaults.byteRate.burst, "bytes at once"),
  bytesPerSecond: Setting.integer("PUG_BYTES_PER_SECOND", anyRate, defaults.byteRate.perSecond, "bytes a second")
} as const

/** A pair of settings of which the first must not be above the second. */
const range = Effect.fnUntraced(function* (minimum: Setting.Setting<number>, maximum: Setting.Setting<number>) {
  const values = { minimum: yield* Setting.read(minimum), maximum: yield* Setting.read(maximum) }
  if (values.minimum <= values.maximum) return values
  return yield* new Setting.SettingInvalid({ name: maximum.name, expected: `no less than ${minimum.name}` })
})

const relaySettings: Effect.Effect<RelaySettings, Setting.SettingInvalid> = Effect.gen(function* () {
  return {
    powBits: yield* Setting.read(settings.powBits),
    joinPowBits: yield* Setting.read(settings.joinPowBits),
    ttlSeconds: yield* range(settings.minTtl, settings.maxTtl),
    capacity: yield* range(settings.minCapacity, settings.maxCapacity),
    waitMillis: (yield* Setting.read(settings.waitSeconds)) * 1_000,
    maxRooms: yield* Setting.read(settings.maxRooms),
    maxConnections: yield* Setting.read(settings.maxConnections),
    maxPreJoinConnections: yield* Setting.read(settings.maxPreJoinConnections),
    maxMessageBytes: yield* Setting.read(settings.maxMessageBytes),
    maxSendBufferBytes: yield* Setting.read(settings.maxSendBufferBytes),
    messageRate: {
      burst: yield* Setting.read(settings.messageBurst),
      perSecond: yield* Setting.read(settings.messagesPerSecond)
    },
    byteRate: {
      burst: yield* Setting.read(settings.byteBurst),
      perSecond: yield* Setting.read(settings.bytesPerSecond)
    },
    allowedOrigins: (yield* Setting.read(settings.allowedOrigins)) ?? [],
    publicUrl: yield* Setting.read(settings.publicUrl)
  }
})

/** Fails with SettingInvalid, which names the setting and what was expected. */
export const layer: Layer.Layer<never, Setting.SettingInvalid> = Layer.effect(RelayConfig, relaySettings)
