/**
 * What RelaySettings may be: the range of each number, which numbers bound each other, and what an address looks like.
 *
 * The same rules hold for settings from the environment and for those that an embedder writes; only the names differ.
 */
import { Option, Schema } from "effect"
import { networkOf } from "../domain/SourceAddress.ts"
import * as Limits from "../protocol/Limits.ts"
import type { RelaySettings } from "./RelayConfig.ts"

/** A field of RelaySettings is not what it must be. */
export class RelaySettingInvalid extends Schema.TaggedError<RelaySettingInvalid>()("RelaySettingInvalid", {
  field: Schema.String,
  expected: Schema.String
}) {
  override get message(): string {
    return `RelayConfig: ${this.field}: expected ${this.expected}`
  }
}

/** Whole numbers from a minimum to a maximum, both included. */
export interface Range {
  readonly minimum: number
  readonly maximum: number
  /** Whether 0 is allowed below the minimum: none at all. */
  readonly allowsZero?: boolean
}

const toCeiling = ({ minimum, ceiling }: { readonly minimum: number; readonly ceiling: number }): Range => ({
  minimum,
  maximum: ceiling
})
const upTo = ({ maximum }: { readonly maximum: number }): Range => ({ minimum: 1, maximum })
const anyRate: Range = { minimum: 1, maximum: 1_000_000_000 }

/** By the field's path. */
export const ranges = {
  powBits: Limits.powBits,
  joinPowBits: { ...Limits.joinPowBits, allowsZero: true },
  "ttlSeconds.minimum": toCeiling(Limits.ttlSeconds),
  "ttlSeconds.maximum": toCeiling(Limits.ttlSeconds),
  "capacity.minimum": toCeiling(Limits.capacity),
  "capacity.maximum": toCeiling(Limits.capacity),
  waitMillis: { minimum: 1_000, maximum: Limits.waitMillis.maximum },
  maxRooms: upTo(Limits.maxRooms),
  maxConnections: upTo(Limits.maxConnections),
  maxPreJoinConnections: upTo(Limits.maxPreJoinConnections),
  memoryBudgetBytes: { ...Limits.memoryBudgetBytes, allowsZero: true },
  "perAddress.challengesPerMinute": { ...Limits.perAddress.challengesPerMinute, allowsZero: true },
  "perAddress.roomsPerMinute": { ...Limits.perAddress.roomsPerMinute, allowsZero: true },
  "perAddress.connections": { ...Limits.perAddress.connections, allowsZero: true },
  "perAddress.connectionsPerMinute": { ...Limits.perAddress.connectionsPerMinute, allowsZero: true },
  "perAddress.joinsPerMinute": { ...Limits.perAddress.joinsPerMinute, allowsZero: true },
  "perAddress.failedJoinsPerMinute": { ...Limits.perAddress.failedJoinsPerMinute, allowsZero: true },
  maxMessageBytes: Limits.maxMessageBytes,
  maxSendBufferBytes: Limits.maxSendBufferBytes,
  "messageRate.burst": anyRate,
  "messageRate.perSecond": anyRate,
  // A burst also has to let the largest control frame through.
  "byteRate.burst": { ...anyRate, minimum: Limits.maxControlBytes },
  "byteRate.perSecond": anyRate
} as const satisfies Readonly<Record<string, Range>>

export type Field = keyof typeof ranges
const fields = Object.keys(ranges) as ReadonlyArray<Field> // A literal: it has these keys and no others.

export const isWithin = ({ minimum, maximum, allowsZero = false }: Range, value: number): boolean =>
  Number.isInteger(value) && ((value >= minimum && value <= maximum) || (allowsZero && value === 0))

export const rangeText = ({ minimum, maximum, allowsZero = false }: Range): string =>
  `${allowsZero ? "0, or " : ""}a whole number from ${minimum} to ${maximum}`

/** What is no more than what. A message over the burst of bytes, or over what may wait, could never pass. */
const ordered = [
  ["ttlSeconds.minimum", "ttlSeconds.maximum"],
  ["capacity.minimum", "capacity.maximum"],
  ["maxMessageBytes", "byteRate.burst"],
  ["maxMessageBytes", "maxSendBufferBytes"]
] as const satisfies ReadonlyArray<readonly [Field, Field]>

/** The first pair of numbers that is the wrong way round. */
export const disorderOf = (
  settings: RelaySettings
): { readonly field: Field; readonly noLessThan: Field } | undefined => {
  const values = numbersOf(settings)
  const found = ordered.find(([less, more]) => values[less] > values[more])
  return found && { field: found[1], noLessThan: found[0] }
}

/** The first thing that is wrong with settings, or `undefined`. */
export const faultOf = (settings: RelaySettings): RelaySettingInvalid | undefined => {
  const values = numbersOf(settings)
  const field = fields.find((field) => !isWithin(ranges[field], values[field]))
  if (field !== undefined) return new RelaySettingInvalid({ field, expected: rangeText(ranges[field]) })
  const disorder = disorderOf(settings)
  if (disorder !== undefined) {
    return new RelaySettingInvalid({ field: disorder.field, expected: `no less than ${disorder.noLessThan}` })
  }
  for (const field of ["allowedOrigins", "embedOrigins"] as const) {
    if (settings[field].some((origin) => Option.isNone(originOf(origin)))) {
      return new RelaySettingInvalid({ field, expected: originsText })
    }
  }
  if (settings.trustedProxies.some((network) => Option.isNone(networkOf(network)))) {
    return new RelaySettingInvalid({ field: "trustedProxies", expected: networksText })
  }
  if (settings.publicUrl !== undefined && Option.isNone(publicUrlOf(settings.publicUrl))) {
    return new RelaySettingInvalid({ field: "publicUrl", expected: publicUrlText })
  }
  if (settings.onionLocation !== undefined && Option.isNone(onionLocationOf(settings.onionLocation))) {
    return new RelaySettingInvalid({ field: "onionLocation", expected: onionLocationText })
  }
  return undefined
}

export const originsText = "origins such as https://example.org"

/** An origin as browsers send it: scheme and host, no path. No sign in it means more in a policy than in a name. */
export const originOf = (text: string): Option.Option<string> =>
  /^https?:\/\/([\w.-]+|\[[\d:a-f.]+\])(:\d+)?$/.test(text) && URL.canParse(text) && new URL(text).origin === text
    ? Option.some(text)
    : Option.none()

export const networksText = "networks such as 10.0.0.0/8 or addresses"

/** A network in CIDR notation, or an address, as it was written. */
export const networkTextOf = (text: string): Option.Option<string> => Option.as(networkOf(text), text)

export const publicUrlText = "an http or https address without query"

/** An address without a slash at its end. */
export const publicUrlOf = (text: string): Option.Option<string> =>
  URL.canParse(text) && /^https?:\/\/[^?#]+$/.test(text) ? Option.some(text.replace(/\/+$/, "")) : Option.none()

export const onionLocationText = "an address such as http://example.onion"

/** A public address in the Tor network. */
export const onionLocationOf = (text: string): Option.Option<string> =>
  Option.filter(publicUrlOf(text), (url) => new URL(url).hostname.endsWith(".onion"))

const numbersOf = (settings: RelaySettings): Readonly<Record<Field, number>> => ({
  powBits: settings.powBits,
  joinPowBits: settings.joinPowBits,
  "ttlSeconds.minimum": settings.ttlSeconds.minimum,
  "ttlSeconds.maximum": settings.ttlSeconds.maximum,
  "capacity.minimum": settings.capacity.minimum,
  "capacity.maximum": settings.capacity.maximum,
  waitMillis: settings.waitMillis,
  maxRooms: settings.maxRooms,
  maxConnections: settings.maxConnections,
  maxPreJoinConnections: settings.maxPreJoinConnections,
  memoryBudgetBytes: settings.memoryBudgetBytes,
  "perAddress.challengesPerMinute": settings.perAddress.challengesPerMinute,
  "perAddress.roomsPerMinute": settings.perAddress.roomsPerMinute,
  "perAddress.connections": settings.perAddress.connections,
  "perAddress.connectionsPerMinute": settings.perAddress.connectionsPerMinute,
  "perAddress.joinsPerMinute": settings.perAddress.joinsPerMinute,
  "perAddress.failedJoinsPerMinute": settings.perAddress.failedJoinsPerMinute,
  maxMessageBytes: settings.maxMessageBytes,
  maxSendBufferBytes: settings.maxSendBufferBytes,
  "messageRate.burst": settings.messageRate.burst,
  "messageRate.perSecond": settings.messageRate.perSecond,
  "byteRate.burst": settings.byteRate.burst,
  "byteRate.perSecond": settings.byteRate.perSecond
})
