/**
 * The relay in memory, for tests: the real gateway and registry, free challenges, no port, and time that stands still
 * under TestClock until it is moved.
 *
 * `layer` also swaps the client's transport and HTTP calls, so that RoomClient runs against it unchanged.
 */
import { Layer } from "effect"
import type { RelayHttp } from "./client/services/RelayHttp.ts"
import type { Transport } from "./client/services/Transport.ts"
import { type Challenges, type Gateway, Relay, type RoomRegistry } from "./index.ts"
import * as InMemoryRelayHttp from "./testing/InMemoryRelayHttp.ts"
import * as InMemoryTransport from "./testing/InMemoryTransport.ts"

export * as InMemoryClusterBus from "./layers/InMemoryClusterBus.ts"
export * as InMemoryRelayHttp from "./testing/InMemoryRelayHttp.ts"
export * as InMemoryTransport from "./testing/InMemoryTransport.ts"
export * as ScriptedMember from "./testing/ScriptedMember.ts"

/** The services of a relay and both ends of its wire, in one process. */
export const layer: Layer.Layer<RoomRegistry | Gateway | Challenges | Transport | RelayHttp> = Layer.merge(
  InMemoryTransport.layer(),
  InMemoryRelayHttp.layer()
).pipe(Layer.provideMerge(Relay.layerTest))
