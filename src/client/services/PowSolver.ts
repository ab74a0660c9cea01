/**
 * Does the work that a relay asks for before it makes a room or, under load, lets somebody join. PROTOCOL.md section 8.
 */
import { Context, type Effect } from "effect"
import type { Challenge } from "../../protocol/RoomApi.ts"

export class PowSolver extends Context.Service<
  PowSolver,
  {
    /**
     * The nonce. `onProgress` is called with the share of the expected tries done, which may pass 1: luck decides. The
     * challenge's expiry is the caller's to watch. Interrupting it stops the work.
     */
    readonly solve: (challenge: Challenge, onProgress: (share: number) => void) => Effect.Effect<number>
  }
>()("pug-network/client/services/PowSolver") {}
