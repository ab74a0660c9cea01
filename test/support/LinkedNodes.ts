/**
 * Nodes whose links run over a bus, with a transcript of what each of them has heard.
 */
import { setImmediate as endOfTurn } from "node:timers/promises"
import { Effect, Exit, Layer, Scope } from "effect"
import type { NodeAddress } from "../../src/domain/NodeAddress.ts"
import * as BusNodeLinks from "../../src/layers/BusNodeLinks.ts"
import * as InMemoryClusterBus from "../../src/layers/InMemoryClusterBus.ts"
import type { ClusterBus } from "../../src/services/ClusterBus.ts"
import { NodeLinks } from "../../src/services/NodeLinks.ts"

export interface LinkedNode {
  readonly self: NodeAddress
  readonly links: NodeLinks["Service"]
  /** "from slot: text" for a record, "slot: reason" for the end of a link. */
  readonly heard: Array<string>
  readonly say: (to: LinkedNode | NodeAddress, text: string) => void
  /** Ends the process: no goodbye is said if the bus is taken away first. */
  readonly close: Effect.Effect<void>
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

/** A node on the bus that `layer` makes. It listens until it is closed, or the scope around it. */
export const start = Effect.fnUntraced(function* <R>(
  busLayer: Layer.Layer<ClusterBus, unknown, R>,
  settings?: BusNodeLinks.LinkSettings
) {
  const scope = yield* Scope.fork(yield* Scope.Scope)
  const context = yield* Layer.buildWithScope(BusNodeLinks.layer(settings).pipe(Layer.provide(busLayer)), scope)
  return yield* Effect.gen(function* () {
    const links = yield* NodeLinks
    const heard: Array<string> = []
    yield* links.listen({
      record: (from, record) => heard.push(`from ${from.slot}: ${textOf(record)}`),
      down: (peer, reason) => heard.push(`${peer.slot}: ${reason}`)
    })
    const say = (to: LinkedNode | NodeAddress, text: string) =>
      links.send("self" in to ? to.self : to, Buffer.from(text))
    const node: LinkedNode = { self: links.self, links, heard, say, close: Scope.close(scope, Exit.void) }
    return node
  }).pipe(Effect.provideContext(context), Scope.provide(scope))
})

/** A node in the network in memory. */
export const startInMemory = (slot: number, incarnation = 1, settings?: BusNodeLinks.LinkSettings) =>
  start(InMemoryClusterBus.layer({ slot, incarnation }), settings)

/** Lets everything that is at hand happen: turns of the event loop, no passing of time. */
export const turns = Effect.gen(function* () {
  const network = yield* InMemoryClusterBus.InMemoryNetwork
  for (let quiet = 0; quiet < 3; quiet = network.isQuiet() ? quiet + 1 : 0) yield* Effect.promise(() => endOfTurn())
})
