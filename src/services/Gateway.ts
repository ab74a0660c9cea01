/**
 * Carries one connection from its first frame to its end: the WebSocket protocol of PROTOCOL.md sections 4 to 6.
 */
import { Context, type Effect } from "effect"
import type { Source } from "./Admission.ts"
import type { Connection } from "./Connection.ts"
import type { RequestHeaders } from "./Policies.ts"

export class Gateway extends Context.Service<
  Gateway,
  {
    /**
     * Serves an open connection and returns when it has closed. Interrupting it ends the connection. `source` is whose
     * limits it counts against (Admission.sourceOf); without one only the relay's own ceilings hold.
     */
    readonly serve: (connection: Connection, headers: RequestHeaders, source?: Source) => Effect.Effect<void>
    /**
     * Takes no more connections, ends every room as `going-away`, closes with 1001, and returns when all connections
     * have ended, at the latest after `drainMillis`.
     */
    readonly drain: Effect.Effect<void>
  }
>()("pug-network/services/Gateway") {}
