/**
 * What an operator or embedder may set. Every field has a safe default; SettingRules.ts says what it may be.
 */
import { Context } from "effect"
import * as Limits from "../protocol/Limits.ts"

export interface RelaySettings {
  /** Leading zero bits asked of who creates a room, at least: more while many do. */
  readonly powBits: number
  /** Leading zero bits asked of who joins, at least; 0 asks for nothing while it is quiet. */
  readonly joinPowBits: number
  readonly ttlSeconds: { readonly minimum: number; readonly maximum: number }
  readonly capacity: { readonly minimum: number; readonly maximum: number }
  /** How long an empty room in which nobody has met is kept. */
  readonly waitMillis: number
  readonly maxRooms: number
  readonly maxConnections: number
  readonly maxPreJoinConnections: number
  /** The memory that rooms and connections may take together; 0 takes a share of the heap limit. */
  readonly memoryBudgetBytes: number
  /** What one address may ask for; 0 sets no limit. */
  readonly perAddress: {
    readonly challengesPerMinute: number
    readonly roomsPerMinute: number
    /** Open at a time. */
    readonly connections: number
    readonly connectionsPerMinute: number
    readonly joinsPerMinute: number
    readonly failedJoinsPerMinute: number
  }
  /** Networks (CIDR) or addresses of the proxies in front, whose X-Forwarded-For says who asks. */
  readonly trustedProxies: ReadonlyArray<string>
  readonly maxMessageBytes: number
  readonly maxSendBufferBytes: number
  readonly messageRate: { readonly burst: number; readonly perSecond: number }
  readonly byteRate: { readonly burst: number; readonly perSecond: number }
  /** Origins besides the relay's own from which browsers may connect: scheme, host and port, no path. */
  readonly allowedOrigins: ReadonlyArray<string>
  /** Origins whose pages may show `/embed` in a frame. */
  readonly embedOrigins: ReadonlyArray<string>
  /** The address that people see, path included, if it is not the one that requests name. */
  readonly publicUrl: string | undefined
  /** The same in the Tor network: http://….onion, path included. */
  readonly onionLocation: string | undefined
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
  memoryBudgetBytes: Limits.memoryBudgetBytes.default,
  perAddress: {
    challengesPerMinute: Limits.perAddress.challengesPerMinute.default,
    roomsPerMinute: Limits.perAddress.roomsPerMinute.default,
    connections: Limits.perAddress.connections.default,
    connectionsPerMinute: Limits.perAddress.connectionsPerMinute.default,
    joinsPerMinute: Limits.perAddress.joinsPerMinute.default,
    failedJoinsPerMinute: Limits.perAddress.failedJoinsPerMinute.default
  },
  trustedProxies: [],
  maxMessageBytes: Limits.maxMessageBytes.default,
  maxSendBufferBytes: Limits.maxSendBufferBytes.default,
  messageRate: Limits.messageRate,
  byteRate: Limits.byteRate,
  allowedOrigins: [],
  embedOrigins: [],
  publicUrl: undefined,
  onionLocation: undefined
}

export const RelayConfig = Context.Reference<RelaySettings>("pug-network/services/RelayConfig", {
  defaultValue: () => defaultSettings
})
