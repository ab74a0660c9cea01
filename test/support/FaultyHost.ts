/**
 * An application around the relay with faults of its own, as a program: its policies fail for requests with `x-fault`,
 * telling all they know, and SIGUSR2 throws where nobody catches.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Config, Console, Effect, Layer } from "effect"
import { CreatePolicy, EnvRelayConfig, Gateway, JoinPolicy } from "../../src/index.ts"
import * as NodeListener from "../../src/layers/NodeListener.ts"
import * as OperatorListener from "../../src/layers/OperatorListener.ts"
import * as ProcessFaults from "../../src/layers/ProcessFaults.ts"
import * as StandaloneRelay from "../../src/layers/StandaloneRelay.ts"

interface Question {
  readonly headers: Readonly<Record<string, string | undefined>>
}

const policy = (question: Question): Effect.Effect<void> => {
  if (question.headers["x-fault"] === undefined) return Effect.void
  throw new Error(`a policy has failed on ${JSON.stringify(question)}`)
}

const announce = Layer.effectDiscard(
  Effect.gen(function* () {
    const gateway = yield* Gateway
    yield* Effect.addFinalizer(() => gateway.drain)
    const confession = yield* Config.String("PUG_TEST_FAULT")
    process.on("SIGUSR2", () => {
      setImmediate(() => {
        throw new Error(`somebody at 127.0.0.1 said: ${confession}`)
      })
    })
    yield* Console.log(`the host is ready at ${yield* NodeListener.localUrl}`)
  })
)

const host = announce.pipe(
  Layer.provideMerge(OperatorListener.layer),
  Layer.provide(StandaloneRelay.layer),
  Layer.provide(NodeListener.layer),
  Layer.provide([
    EnvRelayConfig.layer,
    Layer.succeed(CreatePolicy, policy),
    Layer.succeed(JoinPolicy, (question) => policy(question))
  ])
)

Effect.raceFirst(Layer.launch(host), ProcessFaults.watch).pipe(NodeRuntime.runMain)
