/**
 * The RoomClient of a page: work in a worker, calls by `fetch`, connections by WebSocket.
 *
 * A chunk of its own, which runtime.ts loads: keys, seal and session are not needed before somebody has clicked.
 */
import { Layer } from "effect"
import type { RoomClient } from "../services/RoomClient.ts"
import * as FetchRelayHttp from "./FetchRelayHttp.ts"
import * as SealedRoomClient from "./SealedRoomClient.ts"
import * as WebSocketTransport from "./WebSocketTransport.ts"
import * as WorkerPowSolver from "./WorkerPowSolver.ts"

/** @param relayUrl where rooms are made, without a slash at its end. */
export const layer = (relayUrl: string): Layer.Layer<RoomClient> =>
  SealedRoomClient.layer({ relayUrl }).pipe(
    Layer.provide([FetchRelayHttp.layer, WebSocketTransport.layer, WorkerPowSolver.layer])
  )
