#!/usr/bin/env node
/**
 * The node entrypoint: reads the settings, serves the relay, says so in one line, and says goodbye on a signal.
 */
import { readFileSync } from "node:fs"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Cause, ConfigProvider, Console, Effect, Exit, Layer, Result } from "effect"
import { EnvRelayConfig, RelayConfig } from "./index.ts"
import * as CommandLine from "./layers/CommandLine.ts"
import * as ConfiguredRelay from "./layers/ConfiguredRelay.ts"
import * as Farewell from "./layers/Farewell.ts"
import * as NodeListener from "./layers/NodeListener.ts"
import * as OperatorListener from "./layers/OperatorListener.ts"
import * as ProcessFaults from "./layers/ProcessFaults.ts"
import * as Setting from "./layers/Setting.ts"

/** Built last and so released first: members hear that the relay goes before their sockets do. */
const announce = Layer.effectDiscard(
  Effect.gen(function* () {
    yield* Farewell.withScope(yield* Setting.read(NodeListener.settings.drainTimeout))
    const { publicUrl } = yield* RelayConfig
    yield* Console.log(`Pug Network ${version()} is ready at ${publicUrl ?? (yield* NodeListener.localUrl)}`)
  })
)

const relay = announce.pipe(
  Layer.provideMerge(OperatorListener.layer),
  Layer.provide(ConfiguredRelay.layer),
  Layer.provide(NodeListener.layer),
  Layer.provide(EnvRelayConfig.layer)
)

/** An empty value counts as given and not as absent: an empty path of a certificate must not mean plain HTTP. */
const asGiven = { preserveEmptyStrings: true }

const settingsFrom = (overrides: Readonly<Record<string, string>>) =>
  ConfigProvider.layer(
    ConfigProvider.orElse(ConfigProvider.fromUnknown(overrides, asGiven), ConfigProvider.fromEnv(asGiven))
  )

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : ""
}

/** Loaded when asked for: the relay runs without it. */
const doctor = Effect.flatMap(
  Effect.promise(() => import("./doctor/DoctorCommand.ts")),
  ({ run }) => run(process.argv.slice(3))
)

/** The same. */
const cluster = Effect.flatMap(
  Effect.promise(() => import("./cluster/ClusterCommand.ts")),
  ({ run }) => run(process.argv.slice(3))
)

const program = Effect.gen(function* () {
  const commandLine = CommandLine.parse(process.argv.slice(2), Object.keys(process.env))
  if (Result.isFailure(commandLine)) return yield* Effect.fail(commandLine.failure)
  const { wants, overrides } = commandLine.success
  if (wants === "doctor") return yield* doctor
  if (wants === "cluster") return yield* cluster
  if (wants === "help") return yield* Console.log(CommandLine.help)
  if (wants === "version") return yield* Console.log(version())
  return yield* Effect.raceFirst(Layer.launch(relay), ProcessFaults.watch).pipe(Effect.provide(settingsFrom(overrides)))
})

/** One line, and no stack: a start that fails has a reason that can be named. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

program.pipe(
  Effect.catch((error) => Console.error(`pug-network: ${reasonOf(error)}`).pipe(Effect.andThen(Effect.fail(error)))),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    // A signal interrupts, and that is a clean end.
    teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause) ? 0 : 1)
  })
)
