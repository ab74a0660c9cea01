/**
 * The one runtime of the page: the only place where Effects begin to run in the browser.
 */
import { Effect, Layer, ManagedRuntime } from "effect"
import { relayUrl } from "./PagePlace.ts"
import type { RoomClient } from "./services/RoomClient.ts"

/** Runs what the controllers ask for. */
export type ClientRuntime = ManagedRuntime.ManagedRuntime<RoomClient, never>

/** Rooms are made at the relay that serves this page. */
const layer: Layer.Layer<RoomClient> = Layer.unwrap(
  Effect.promise(() => import("./layers/BrowserRoomClient.ts")).pipe(Effect.map((client) => client.layer(relayUrl())))
)

/** The page's runtime. Nothing is loaded or built before its first use. */
export const clientRuntime: ClientRuntime = ManagedRuntime.make(layer)

/** Begins to load and build, while the person still reads. A failure shows at the first use. */
export const warmUp = (runtime: ClientRuntime): void => {
  runtime.runFork(Effect.void)
}
