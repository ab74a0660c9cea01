import { Effect, Exit, Scope } from "effect"
import { freePorts } from "../support/FreePorts.ts"
import { startNats } from "../support/NatsServer.ts"
import { makeCluster } from "../support/SecureCluster.ts"
import { natsContract } from "./natsContract.ts"

natsContract("of two processes, over NATS as `cluster init` sets it up, with TLS and nkeys", async () => {
  const scope = Scope.makeUnsafe()
  const inScope = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>) => Effect.runPromise(Scope.provide(effect, scope))
  const [port = 0] = await freePorts(1)
  const cluster = await inScope(makeCluster(["127.0.0.1"], 2))
  await inScope(startNats(port, cluster.configurationOf("127.0.0.1")))
  const access = (slot: number) => ({ ...cluster.settingsOf(slot, port), nkeySeed: cluster.nkeyOf(slot) })
  return { accesses: [access(1), access(2)], end: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
})
