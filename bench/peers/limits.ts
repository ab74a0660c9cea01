/**
 * The limits under which our relay is measured: raised where the load would meet them, none removed.
 */
import * as Limits from "../../src/protocol/Limits.ts"

/** Fields of RelayConfig with other than their default values. */
export const raised = {
  capacity: { minimum: Limits.capacity.minimum, maximum: Limits.capacity.ceiling },
  maxConnections: 20_000,
  // All of the load comes from one address, and the clients do no work.
  perAddress: {
    challengesPerMinute: 1_000_000,
    roomsPerMinute: 1_000_000,
    connections: 20_000,
    connectionsPerMinute: 1_000_000,
    joinsPerMinute: 1_000_000,
    failedJoinsPerMinute: 1_000_000
  },
  messageRate: { burst: 10_000_000, perSecond: 10_000_000 },
  byteRate: { burst: 100_000_000_000, perSecond: 100_000_000_000 }
} as const
