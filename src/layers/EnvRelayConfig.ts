/**
 * RelayConfig from the environment: every name, range and default of what an operator may set about rooms.
 */
import { Effect, Layer, Option } from "effect"
import { defaultSettings, RelayConfig, type RelaySettings } from "../services/RelayConfig.ts"
import {
  disorderOf,
  type Field,
  networksText,
  networkTextOf,
  onionLocationOf,
  onionLocationText,
  originOf,
  originsText,
  publicUrlOf,
  publicUrlText,
  type Range,
  ranges
} from "../services/SettingRules.ts"
import * as Setting from "./Setting.ts"

const inSeconds = ({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }) => ({
  minimum: minimum / 1_000,
  maximum: maximum / 1_000
})

const mebibyte = 1_048_576

const originsOf = (text: string): Option.Option<ReadonlyArray<string>> =>
  Option.all(text.split(",").map((origin) => originOf(origin.trim())))

const inMebibytes = ({ minimum, maximum }: Range): Range => ({
  minimum: minimum / mebibyte,
  maximum: maximum / mebibyte,
  allowsZero: true
})

export const settings = {
  publicUrl: Setting.text(
    "PUG_PUBLIC_URL",
    publicUrlText,
    "the address people use, if a proxy stands in front",
    publicUrlOf
  ),
  onionLocation: Setting.text(
    "PUG_ONION_LOCATION",
    onionLocationText,
    "the same in the Tor network, which the home page then names",
    onionLocationOf
  ),
  allowedOrigins: Setting.text(
    "PUG_ALLOWED_ORIGINS",
    `${originsText}, separated by commas`,
    "other sites whose pages may connect",
    originsOf
  ),
  embedOrigins: Setting.text(
    "PUG_EMBED_ORIGINS",
    `${originsText}, separated by commas`,
    "other sites whose pages may show /embed in a frame",
    originsOf
  ),
  trustedProxies: Setting.text(
    "PUG_TRUSTED_PROXIES",
    `${networksText}, separated by commas`,
    "proxies whose X-Forwarded-For tells who asks",
    (text) => Option.all(text.split(",").map((network) => networkTextOf(network.trim())))
  ),
  powBits: Setting.integer(
    "PUG_POW_BITS",
    ranges.powBits,
    defaultSettings.powBits,
    "least work to create a room, in bits"
  ),
  joinPowBits: Setting.integer(
    "PUG_JOIN_POW_BITS",
    ranges.joinPowBits,
    defaultSettings.joinPowBits,
    "least work to join a room, in bits; 0 asks for none while it is quiet"
  ),
  minTtl: Setting.integer(
    "PUG_MIN_TTL",
    ranges["ttlSeconds.minimum"],
    defaultSettings.ttlSeconds.minimum,
    "shortest life, s"
  ),
  maxTtl: Setting.integer(
    "PUG_MAX_TTL",
    ranges["ttlSeconds.maximum"],
    defaultSettings.ttlSeconds.maximum,
    "longest life, s"
  ),
  minCapacity: Setting.integer(
    "PUG_MIN_CAPACITY",
    ranges["capacity.minimum"],
    defaultSettings.capacity.minimum,
    "fewest seats of a room"
  ),
  maxCapacity: Setting.integer(
    "PUG_MAX_CAPACITY",
    ranges["capacity.maximum"],
    defaultSettings.capacity.maximum,
    "most seats of a room"
  ),
  waitSeconds: Setting.integer(
    "PUG_WAIT",
    inSeconds(ranges.waitMillis),
    defaultSettings.waitMillis / 1_000,
    "how long an empty room waits until two have met, s"
  ),
  maxRooms: Setting.integer("PUG_MAX_ROOMS", ranges.maxRooms, defaultSettings.maxRooms, "rooms at a time"),
  maxConnections: Setting.integer(
    "PUG_MAX_CONNECTIONS",
    ranges.maxConnections,
    defaultSettings.maxConnections,
    "connections at a time"
  ),
  maxPreJoinConnections: Setting.integer(
    "PUG_MAX_PRE_JOIN_CONNECTIONS",
    ranges.maxPreJoinConnections,
    defaultSettings.maxPreJoinConnections,
    "connections that have not joined yet"
  ),
  addressChallenges: Setting.integer(
    "PUG_ADDRESS_CHALLENGES",
    ranges["perAddress.challengesPerMinute"],
    defaultSettings.perAddress.challengesPerMinute,
    "challenges a minute for one address; 0: no limit"
  ),
  addressRooms: Setting.integer(
    "PUG_ADDRESS_ROOMS",
    ranges["perAddress.roomsPerMinute"],
    defaultSettings.perAddress.roomsPerMinute,
    "new rooms a minute from one address; 0: no limit"
  ),
  addressConnections: Setting.integer(
    "PUG_ADDRESS_CONNECTIONS",
    ranges["perAddress.connections"],
    defaultSettings.perAddress.connections,
    "connections at a time of one address; 0: no limit"
  ),
  addressNewConnections: Setting.integer(
    "PUG_ADDRESS_NEW_CONNECTIONS",
    ranges["perAddress.connectionsPerMinute"],
    defaultSettings.perAddress.connectionsPerMinute,
    "new connections a minute of one address; 0: no limit"
  ),
  addressJoins: Setting.integer(
    "PUG_ADDRESS_JOINS",
    ranges["perAddress.joinsPerMinute"],
    defaultSettings.perAddress.joinsPerMinute,
    "joins a minute from one address; 0: no limit"
  ),
  addressFailedJoins: Setting.integer(
    "PUG_ADDRESS_FAILED_JOINS",
    ranges["perAddress.failedJoinsPerMinute"],
    defaultSettings.perAddress.failedJoinsPerMinute,
    "failed joins a minute from one address; 0: no limit"
  ),
  memoryBudget: Setting.integer(
    "PUG_MEMORY_BUDGET",
    inMebibytes(ranges.memoryBudgetBytes),
    defaultSettings.memoryBudgetBytes / mebibyte,
    "memory for rooms and connections, MiB; 0: three quarters of the heap limit"
  ),
  maxMessageBytes: Setting.integer(
    "PUG_MAX_MESSAGE_BYTES",
    ranges.maxMessageBytes,
    defaultSettings.maxMessageBytes,
    "largest sealed message"
  ),
  maxSendBufferBytes: Setting.integer(
    "PUG_MAX_SEND_BUFFER_BYTES",
    ranges.maxSendBufferBytes,
    defaultSettings.maxSendBufferBytes,
    "bytes that may wait for a slow reader"
  ),
  messageBurst: Setting.integer(
    "PUG_MESSAGE_BURST",
    ranges["messageRate.burst"],
    defaultSettings.messageRate.burst,
    "messages at once"
  ),
  messagesPerSecond: Setting.integer(
    "PUG_MESSAGES_PER_SECOND",
    ranges["messageRate.perSecond"],
    defaultSettings.messageRate.perSecond,
    "messages a second"
  ),
  byteBurst: Setting.integer(
    "PUG_BYTE_BURST",
    ranges["byteRate.burst"],
    defaultSettings.byteRate.burst,
    "bytes at once"
  ),
  bytesPerSecond: Setting.integer(
    "PUG_BYTES_PER_SECOND",
    ranges["byteRate.perSecond"],
    defaultSettings.byteRate.perSecond,
    "bytes a second"
  )
} as const

/** The names of fields that bound each other. */
const names: Partial<Record<Field, string>> = {
  "ttlSeconds.minimum": settings.minTtl.name,
  "ttlSeconds.maximum": settings.maxTtl.name,
  "capacity.minimum": settings.minCapacity.name,
  "capacity.maximum": settings.maxCapacity.name,
  maxMessageBytes: settings.maxMessageBytes.name,
  maxSendBufferBytes: settings.maxSendBufferBytes.name,
  "byteRate.burst": settings.byteBurst.name
}

const nameOf = (field: Field): string => names[field] ?? field

const relaySettings = Effect.gen(function* () {
  const read: RelaySettings = {
    powBits: yield* Setting.read(settings.powBits),
    joinPowBits: yield* Setting.read(settings.joinPowBits),
    ttlSeconds: { minimum: yield* Setting.read(settings.minTtl), maximum: yield* Setting.read(settings.maxTtl) },
    capacity: {
      minimum: yield* Setting.read(settings.minCapacity),
      maximum: yield* Setting.read(settings.maxCapacity)
    },
    waitMillis: (yield* Setting.read(settings.waitSeconds)) * 1_000,
    maxRooms: yield* Setting.read(settings.maxRooms),
    maxConnections: yield* Setting.read(settings.maxConnections),
    maxPreJoinConnections: yield* Setting.read(settings.maxPreJoinConnections),
    perAddress: {
      challengesPerMinute: yield* Setting.read(settings.addressChallenges),
      roomsPerMinute: yield* Setting.read(settings.addressRooms),
      connections: yield* Setting.read(settings.addressConnections),
      connectionsPerMinute: yield* Setting.read(settings.addressNewConnections),
      joinsPerMinute: yield* Setting.read(settings.addressJoins),
      failedJoinsPerMinute: yield* Setting.read(settings.addressFailedJoins)
    },
    trustedProxies: (yield* Setting.read(settings.trustedProxies)) ?? [],
    memoryBudgetBytes: (yield* Setting.read(settings.memoryBudget)) * mebibyte,
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
    embedOrigins: (yield* Setting.read(settings.embedOrigins)) ?? [],
    publicUrl: yield* Setting.read(settings.publicUrl),
    onionLocation: yield* Setting.read(settings.onionLocation)
  }
  const disorder = disorderOf(read)
  if (disorder === undefined) return read
  return yield* new Setting.SettingInvalid({
    name: nameOf(disorder.field),
    expected: `no less than ${nameOf(disorder.noLessThan)}`
  })
})

/** Fails with SettingInvalid, which names the setting and what was expected. */
export const layer: Layer.Layer<never, Setting.SettingInvalid> = Layer.effect(RelayConfig, relaySettings)
