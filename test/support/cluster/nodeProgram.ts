/**
 * A node as a process of its own, for NodeProcess.ts: says its address, drains when it is told to, and ends with its parent.
 */
import { Effect } from "effect"
import { Gateway } from "../../../src/index.ts"
import { RelayAddress, type Setup } from "../../layers/contract/RelayUnderTest.ts"
import { type BusAccess, layerNode } from "./NatsNode.ts"

// Written by NodeProcess.ts, and by nobody else.
const { access, setup } = JSON.parse(process.argv[2] ?? "") as { readonly access: BusAccess; readonly setup: Setup }

const orders = (gateway: Gateway["Service"]) =>
  Effect.callback<void>((resume) => {
    process.on("message", () => {
      Effect.runPromise(gateway.drain).then(() => process.send?.("drained"))
    })
    process.on("disconnect", () => resume(Effect.void))
  })

const program = Effect.gen(function* () {
  process.send?.(yield* RelayAddress)
  yield* orders(yield* Gateway)
})

Effect.runFork(program.pipe(Effect.provide(layerNode(access, setup))))
