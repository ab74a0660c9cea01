/**
 * The command line of the node entrypoint: every setting is also a flag, and a flag wins over the environment.
 */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util"
import { Result } from "effect"
import * as EnvClusterConfig from "./EnvClusterConfig.ts"
import * as EnvRelayConfig from "./EnvRelayConfig.ts"
import * as NodeListener from "./NodeListener.ts"
import * as OperatorListener from "./OperatorListener.ts"
import type { Setting, SettingInvalid } from "./Setting.ts"
import { flagOf, prefix } from "./Setting.ts"

const settings = [
  NodeListener.settings,
  OperatorListener.settings,
  EnvRelayConfig.settings,
  EnvClusterConfig.settings
].flatMap((group) => Object.values<Setting<unknown>>(group))

export interface CommandLine {
  /** "doctor" and "cluster" have arguments of their own, which are not read here. */
  readonly wants: "help" | "version" | "run" | "doctor" | "cluster"
  /** What flags have set, by the names of the environment. */
  readonly overrides: Readonly<Record<string, string>>
}

const options: ParseArgsOptionsConfig = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
  ...Object.fromEntries(settings.map(({ name }) => [flagOf(name).slice(2), { type: "string" } as const]))
}

/** Reads the arguments, and the names of what the environment sets, so that a misspelt setting is not ignored. */
export const parse = (
  args: ReadonlyArray<string>,
  environmentNames: ReadonlyArray<string>
): Result.Result<CommandLine, string | SettingInvalid> =>
  Result.gen(function* () {
    const [command = ""] = args
    if (command === "doctor" || command === "cluster") return { wants: command, overrides: {} }
    if (/^[a-z]/i.test(command)) {
      return yield* Result.fail(`there is no command ${command}, only doctor and cluster (see --help)`)
    }
    const { values } = yield* Result.try({
      try: () => parseArgs({ args: [...args], options, strict: true }),
      // Some of Node's messages have two lines.
      catch: (error) => (error instanceof Error ? error.message : String(error)).replaceAll("\n", " ")
    })
    const unknown = environmentNames.find((name) => name.startsWith(prefix) && !settings.some((it) => it.name === name))
    if (unknown !== undefined) yield* Result.fail(`${unknown} is no setting of the relay (see --help)`)
    const overrides = settings.flatMap(({ name }) => {
      const value = values[flagOf(name).slice(2)]
      return typeof value === "string" ? [[name, value] as const] : []
    })
    const wants = values["help"] === true ? "help" : values["version"] === true ? "version" : "run"
    return { wants, overrides: Object.fromEntries(overrides) }
  })

const line = (flag: string, name: string, help: string) => `  ${flag.padEnd(30)} ${name.padEnd(30)} ${help}`

export const help = [
  "pug-network: a relay for end-to-end encrypted, ephemeral chat rooms",
  "",
  "Usage: pug-network [flags]               runs the relay",
  "       pug-network doctor <url> [flags]  looks at a running one from outside (see doctor --help)",
  "       pug-network cluster init <dir>    prepares many nodes (see cluster --help)",
  "",
  line("flag", "environment", ""),
  ...settings.map(({ name, help, defaultText }) =>
    line(flagOf(name), name, defaultText === "" ? help : `${help} [${defaultText}]`)
  ),
  line("--help, -h", "", "this text"),
  line("--version, -v", "", "the version"),
  ""
].join("\n")
