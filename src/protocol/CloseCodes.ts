/**
 * Why a connection ends: WebSocket close codes (RFC 6455 section 7.4) with a name and a meaning each.
 *
 * The range tells a client what to do, so that an unknown code is still understood: 4000-4099 the room has ended,
 * 4100-4199 the client did something wrong and must not repeat it, 4200-4299 it may try again after a random delay.
 * 1001 (going away), 1009 (message too big) and 1011 (internal error) are the standard's own, and so are 1002, 1007 and
 * 1008, with which the WebSocket layer itself answers a client that breaks the standard. PROTOCOL.md section 6.
 */

export const closeCodes = {
  goingAway: { code: 1001, reason: "going-away" },
  messageTooBig: { code: 1009, reason: "message-too-big" },
  internalError: { code: 1011, reason: "internal-error" },

  purged: { code: 4000, reason: "purged" },
  expired: { code: 4001, reason: "expired" },
  endedByOperator: { code: 4002, reason: "ended-by-operator" },
  roomFailed: { code: 4003, reason: "room-failed" },
  /** The node that held the room is gone. */
  ownerLost: { code: 4004, reason: "owner-lost" },

  badFrame: { code: 4100, reason: "bad-frame" },
  joinExpected: { code: 4101, reason: "join-expected" },
  joinRefused: { code: 4102, reason: "join-refused" },
  workRefused: { code: 4103, reason: "work-refused" },
  emptyMessage: { code: 4104, reason: "empty-message" },
  replaced: { code: 4105, reason: "replaced" },
  kicked: { code: 4106, reason: "kicked" },
  joinForbidden: { code: 4107, reason: "join-forbidden" },
  otherVersion: { code: 4108, reason: "other-version" },

  joinTimeout: { code: 4200, reason: "join-timeout" },
  full: { code: 4201, reason: "full" },
  notOpenYet: { code: 4202, reason: "not-open-yet" },
  locked: { code: 4203, reason: "locked" },
  tooFast: { code: 4204, reason: "too-fast" },
  tooSlow: { code: 4205, reason: "too-slow" },
  silent: { code: 4206, reason: "silent" },
  busy: { code: 4207, reason: "busy" },
  tooMany: { code: 4208, reason: "too-many" },
  /** The node that holds the room cannot be reached. */
  linkLost: { code: 4209, reason: "link-lost" }
} as const satisfies Record<string, { readonly code: number; readonly reason: string }>

export type CloseName = keyof typeof closeCodes
/** How a connection is ended. The reason is at most 123 bytes (RFC 6455 section 5.5). */
export interface Close {
  readonly code: number
  readonly reason: string
}

/** What the range of a code tells a client to do. Codes that are not named here are network trouble: try again. */
export type CloseRange = "room-ended" | "do-not-retry" | "try-again"

/** The standard's codes for what a client gets wrong: a protocol error, text that is not UTF-8, a policy, a size. */
const faultsOfTheClient: ReadonlySet<number> = new Set([1002, 1007, 1008, closeCodes.messageTooBig.code])

export const closeRange = (code: number): CloseRange => {
  if (code >= 4000 && code < 4100) return "room-ended"
  return (code >= 4100 && code < 4200) || faultsOfTheClient.has(code) ? "do-not-retry" : "try-again"
}
