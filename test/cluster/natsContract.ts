/**
 * The contract of a relay, kept by two processes over a real bus: the rooms live in this one, and everybody comes in at the
 * other.
 */
import { setImmediate as endOfTurn } from "node:timers/promises"
import { afterAll, beforeAll, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import * as WebSocketTransport from "../../src/client/layers/WebSocketTransport.ts"
import { Gateway } from "../../src/index.ts"
import { NodeLinks } from "../../src/services/NodeLinks.ts"
import { relayContract } from "../layers/contract/relayContract.ts"
import { type MakeRelay, RelayAddress, type Setup } from "../layers/contract/RelayUnderTest.ts"
import { type BusAccess, layerNode } from "../support/cluster/NatsNode.ts"
import { type NodeProcess, startNode } from "../support/cluster/NodeProcess.ts"

export interface Bus {
  /** Of this process, and of the other. */
  readonly accesses: readonly [BusAccess, BusAccess]
  readonly end: () => Promise<void>
}

const untilAllIsHeard = (links: NodeLinks["Service"]) =>
  Effect.promise(async () => {
    while (links.peers().some(({ heldBytes }) => heldBytes > 0)) await endOfTurn()
  })

export const natsContract = (name: string, startBus: () => Promise<Bus>): void => {
  let bus: Bus | undefined
  /** Serves every test that asks for nothing special. A drained node is of no more use. */
  let shared: NodeProcess | undefined

  beforeAll(async () => {
    bus = await startBus()
    shared = await startNode(bus.accesses[1], {})
  }, 60_000)

  afterAll(async () => {
    await shared?.end()
    await bus?.end()
  })

  const otherNode = (access: BusAccess, setup: Setup) =>
    Effect.acquireRelease(
      Effect.promise(async () => {
        const isPlain = Object.keys(setup).length === 0
        const node = isPlain ? (shared ??= await startNode(access, {})) : await startNode(access, setup)
        let isDrained = false
        const drain = async () => {
          isDrained = true
          if (node === shared) shared = undefined
          await node.drain()
        }
        const release = async () => {
          if (!isPlain || isDrained) await node.end()
        }
        return { address: node.address, drain, release }
      }),
      ({ release }) => Effect.promise(release)
    )

  const twoProcesses: MakeRelay = (setup = {}) =>
    Layer.effectContext(
      Effect.gen(function* () {
        if (bus === undefined) return yield* Effect.die("the bus has been started before")
        const [access, otherAccess] = bus.accesses
        const here = yield* Layer.build(layerNode(access, setup))
        const other = yield* otherNode(otherAccess, setup)
        const { drain, ...gateway } = Context.get(here, Gateway)
        const bothDrain = drain.pipe(
          // The other one has heard of the end of the rooms.
          Effect.andThen(untilAllIsHeard(Context.get(here, NodeLinks))),
          Effect.andThen(Effect.promise(() => other.drain()))
        )
        return here.pipe(
          Context.add(RelayAddress, other.address),
          Context.add(Gateway, Gateway.of({ ...gateway, drain: bothDrain })),
          Context.merge(yield* Layer.build(WebSocketTransport.layer))
        )
      })
    )

  relayContract(name, twoProcesses, it.live)
}
