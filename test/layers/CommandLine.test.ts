import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as CommandLine from "../../src/layers/CommandLine.ts"
import * as EnvClusterConfig from "../../src/layers/EnvClusterConfig.ts"
import * as EnvRelayConfig from "../../src/layers/EnvRelayConfig.ts"
import * as NodeListener from "../../src/layers/NodeListener.ts"
import * as OperatorListener from "../../src/layers/OperatorListener.ts"
import type { Setting } from "../../src/layers/Setting.ts"
import { flagOf } from "../../src/layers/Setting.ts"

const settings = [
  NodeListener.settings,
  OperatorListener.settings,
  EnvRelayConfig.settings,
  EnvClusterConfig.settings
].flatMap((group) => Object.values<Setting<unknown>>(group))

const parsed = (args: ReadonlyArray<string>, names: ReadonlyArray<string> = []) =>
  Result.getOrElse(CommandLine.parse(args, names), (failure) => String(failure))

describe("the command line", () => {
  it("runs without arguments", () => {
    assert.deepStrictEqual(parsed([]), { wants: "run", overrides: {} })
  })

  it.each([
    { args: ["--help"], wants: "help" },
    { args: ["-h"], wants: "help" },
    { args: ["--version"], wants: "version" },
    { args: ["-v"], wants: "version" },
    { args: ["--version", "--help", "--port", "1"], wants: "help" }
  ] as const)("answers $args", ({ args, wants }) => {
    assert.deepInclude(parsed(args), { wants })
  })

  it.each(settings)("has a flag for $name, with a space or an equals sign", ({ name }) => {
    assert.deepStrictEqual(parsed([flagOf(name), "x"]), { wants: "run", overrides: { [name]: "x" } })
    assert.deepStrictEqual(parsed([`${flagOf(name)}=x`]), { wants: "run", overrides: { [name]: "x" } })
  })

  it.each([[["--prot", "1"]], [["-p"]], [["3000"]], [["--port"]], [["--help=yes"]], [["--port", "--help"]]])(
    "refuses %j in one line",
    (args) => {
      const failure = CommandLine.parse(args, [])

      assert.isTrue(Result.isFailure(failure))
      assert.match(String(parsed(args)), /^[^\n]+$/)
    }
  )

  it("leaves the arguments of a command to the command, and the relay's settings aside", () => {
    assert.deepStrictEqual(parsed(["doctor", "--wait", "x"], ["PUG_PROT"]), { wants: "doctor", overrides: {} })
  })

  it("names a command that does not exist", () => {
    assert.strictEqual(parsed(["docter"]), "there is no command docter, only doctor and cluster (see --help)")
  })

  it("refuses a variable of the relay's that is no setting, so that a misspelt one is not ignored", () => {
    assert.strictEqual(parsed([], ["PATH", "PUG_PROT"]), "PUG_PROT is no setting of the relay (see --help)")
  })

  it("takes every setting's name in the environment, and whatever is not the relay's", () => {
    const names = [...settings.map(({ name }) => name), "PATH", "PUGS", "MY_PUG_PORT"]

    assert.deepStrictEqual(parsed([], names), { wants: "run", overrides: {} })
  })

  it("helps with every setting, its flag and its default", () => {
    for (const { name, help, defaultText } of settings) {
      const line = CommandLine.help.split("\n").find((candidate) => candidate.includes(` ${name} `))

      assert.include(line, flagOf(name))
      assert.include(line, help)
      if (defaultText !== "") assert.include(line, `[${defaultText}]`)
    }
  })

  it("has each name once", () => {
    assert.strictEqual(new Set(settings.map(({ name }) => name)).size, settings.length)
  })
})
