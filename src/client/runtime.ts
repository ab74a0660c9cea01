/**
 * The one runtime of the page: the only place where Effects begin to run in the browser.
 */
import { Layer, ManagedRuntime } from "effect"
import { RoomClient } from "./services/RoomClient.ts"

/** Runs what the controllers ask for. */
export type ClientRuntime = ManagedRuntime.ManagedRuntime<RoomClient, never>

/** The page's runtime. Nothing is built before its first use. */
export const clientRuntime: ClientRuntime = ManagedRuntime.make(Layer.mock(RoomClient)({}))
