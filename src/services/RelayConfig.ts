/**
 * What an operator or embedder may set. Every field has a safe default; SettingRules.ts says what it may be.
 */
import { Context } from "effect"
import * as Limits from "../protocol/Limits.ts"

export interface RelaySettings {
  /** Leading zero bits asked of who creates a room. */
  readonly powBits: number
  /** Leading zero bits asked of who joins; 0 asks for nothing. */
  readonly joinPowBits: number
  readonly ttlSeconds: { readonly minimum: number; readonly maximum: number }
  readonly capacity: { readonly minimum: number; readonly maximum: number }
  /** How long an empty room in which nobody has met is kept. */
  readonly waitMillis: number
  readonly maxRooms: number
  readonly maxConnections: number
  readonly maxPreJoinConnections: number
  readonly maxMessageBytes: number
  readonly maxSendBufferBytes: number
  readonly messageRate: { readonly burst: number; readonly perSecond: number }
  readonly byteRate: { readonly burst: number; readonly perSecond: number }
  /** Origins besides the relay's own from which browsers may connect: scheme, host and port, no path. */
  readonly allowedOrigins: ReadonlyArray<string>
  /** The address that people see, path included, if it is not the one that requests name. */
  readonly publicUrl: string | undefined
}

/** What a relay does if nothing is said. */
export const defaultSettings: RelaySettings = {
  powBits: Limits.powBits.default,
  joinPowBits: Limits.joinPowBits.default,
  ttlSeconds: { minimum: Limits.ttlSeconds.minimum, maximum: Limits.ttlSeconds.maximum },
  capacity: { minimum: Limits.capacity.minimum, maximum: Limits.capacity.maximum },
  waitMillis: Limits.waitMillis.default,
  maxRooms: Limits.maxRooms.default,
  maxConnections: Limits.maxConnections.default,
  maxPreJoinConnections: Limits.maxPreJoinConnections.default,
  maxMessageBytes: Limits.maxMessageBytes.default,
  maxSendBufferBytes: Limits.maxSendBufferBytes.default,
  messageRate: Limits.messageRate,
  byteRate: Limits.byteRate,
  allowedOrigins: [],
  publicUrl: undefined
}

export const RelayConfig = Context.Reference<RelaySettings>("pug-network/services/RelayConfig", {
  defaultValue: () => defaultSettings
})
