/**
 * The headless client, `pug-network/client`: make a room, join it, talk. For browsers and Node; no DOM, nothing stored.
 *
 *     const program = Effect.gen(function* () {
 *       const rooms = yield* RoomClient
 *       const room = yield* rooms.create({ ttlSeconds: 3600, capacity: 5 })
 *       const session = yield* rooms.join({ ...room, name: "Otto" })
 *       yield* session.send("Who is there?")
 *       yield* Stream.runForEach(session.events, (event) => Effect.log(event._tag))
 *     })
 *     program.pipe(Effect.scoped, Effect.provide(layerRoomClient({ relayUrl: "https://pug.example" })))
 *
 * A password beside the link is never sent: `create({ ..., needsPassword: true })`, then `join({ ...room, password })`, here
 * as for every guest. Who has given a wrong one is told by `PasswordDoubted`, and calls `usePassword`.
 *
 * A page that makes rooms solves the work in a worker instead: WorkerPowSolver.ts, which needs a bundler.
 */
import { Layer } from "effect"
import * as FetchRelayHttp from "./layers/FetchRelayHttp.ts"
import * as InlinePowSolver from "./layers/InlinePowSolver.ts"
import * as SealedRoomClient from "./layers/SealedRoomClient.ts"
import * as WebSocketTransport from "./layers/WebSocketTransport.ts"
import type { RoomClient } from "./services/RoomClient.ts"

/** The client of a relay over `fetch` and WebSocket. `relayUrl` is an http or https URL without a slash at its end. */
export const layerRoomClient = (options: { readonly relayUrl: string }): Layer.Layer<RoomClient> =>
  SealedRoomClient.layer(options).pipe(
    Layer.provide([FetchRelayHttp.layer, InlinePowSolver.layer, WebSocketTransport.layer])
  )

export { type CloseRange, closeCodes, closeRange } from "../protocol/CloseCodes.ts"
export { ConnectionId, RoomId } from "../protocol/Identifiers.ts"
export { PasswordRefused } from "./crypto/MessageKey.ts"
export { KeptSeconds } from "./KeptSeconds.ts"
export { isSupported } from "./crypto/WebCrypto.ts"
export { FetchRelayHttp, InlinePowSolver, SealedRoomClient, WebSocketTransport }
export { formatRoomLink, parseRoomLink, type RoomLink, RoomLinkInvalid, RoomLinkProblem } from "./RoomLink.ts"
export { PowSolver } from "./services/PowSolver.ts"
export { RelayHttp, RelayHttpFailed } from "./services/RelayHttp.ts"
export { CreateFailed, type CreatedRoom, MessageTooLong, RoomClient, type RoomSession } from "./services/RoomClient.ts"
export { ConnectFailed, type Connection, Incoming, Transport } from "./services/Transport.ts"
export { type FaultKind, type SessionEnd, SessionEvent, type SessionMember } from "./SessionEvent.ts"
