/**
 * The one runtime of the page: the only place where Effects begin to run in the browser.
 */
import { Effect, Layer, ManagedRuntime } from "effect"
import * as FetchRelayHttp from "./layers/FetchRelayHttp.ts"
import * as SealedRoomClient from "./layers/SealedRoomClient.ts"
import * as WebSocketTransport from "./layers/WebSocketTransport.ts"
import * as WorkerPowSolver from "./layers/WorkerPowSolver.ts"
import { prefixOf } from "./PageAddress.ts"
import type { RoomClient } from "./services/RoomClient.ts"

/** Runs what the controllers ask for. */
export type ClientRuntime = ManagedRuntime.ManagedRuntime<RoomClient, never>

/** Rooms are made at the relay that serves this page. */
const layer: Layer.Layer<RoomClient> = Layer.unwrap(
  Effect.sync(() => SealedRoomClient.layer({ relayUrl: window.location.origin + prefixOf(window.location.pathname) }))
).pipe(Layer.provide([FetchRelayHttp.layer, WebSocketTransport.layer, WorkerPowSolver.layer]))

/** The page's runtime. Nothing is built before its first use. */
export const clientRuntime: ClientRuntime = ManagedRuntime.make(layer)
