/**
 * `pug-network doctor <url>` and `doctor cluster`: its arguments, its report, and the exit code by way of failing.
 */
import { parseArgs } from "node:util"
import { Console, Effect, Result } from "effect"
import { examineCluster } from "./ClusterChecks.ts"
import { type Examination, examine } from "./Doctor.ts"
import { hasFailed, report, summary } from "./Finding.ts"
import { parse as parseTarget, type Target } from "./Target.ts"

/** Prints a line for each thing it has looked at. Fails with a line for people if one of them is a failure. */
export const run = Effect.fnUntraced(function* (args: ReadonlyArray<string>) {
  const wish = yield* Effect.fromResult(parse(args))
  if (wish === "help") return yield* Console.log(help)
  const findings = yield* wish === "cluster" ? examineCluster() : examine(wish)
  const title = wish === "cluster" ? "The bus of this node" : `${wish.target.origin}${wish.target.path}`
  yield* Console.log(`${title}\n${report(findings)}`)
  if (hasFailed(findings)) return yield* Effect.fail(summary(findings))
  return yield* Console.log(`pug-network: ${summary(findings)}`)
})

export const parse = (args: ReadonlyArray<string>): Result.Result<Examination | "cluster" | "help", string> =>
  Result.gen(function* () {
    const { positionals, values } = yield* Result.try({
      try: () => parseArgs({ args: [...args], options, strict: true, allowPositionals: true }),
      catch: (error) => (error instanceof Error ? error.message : String(error)).replaceAll("\n", " ")
    })
    if (values.help === true) return "help"
    const [url = "", ...more] = positionals
    if (url === "cluster" && more.length === 0) return "cluster"
    const target = parseTarget(url)
    if (target === undefined || more.length > 0) {
      return yield* Result.fail(
        "doctor: expected one http or https address, such as https://chat.example.org, or cluster"
      )
    }
    const httpPort = values["http-port"] ?? (isUsual(target) ? "80" : undefined)
    if (httpPort !== undefined && !isPort(httpPort)) {
      return yield* Result.fail("doctor: --http-port: expected a whole number from 1 to 65535")
    }
    return {
      target,
      isInsecure: values.insecure === true,
      isPatient: values.wait === true,
      httpPort: httpPort === undefined ? undefined : Number(httpPort)
    }
  })

const options = {
  help: { type: "boolean", short: "h" },
  insecure: { type: "boolean" },
  wait: { type: "boolean" },
  "http-port": { type: "string" }
} as const

/** Plain HTTP on port 80 belongs to https on port 443. */
const isUsual = ({ port }: Target): boolean => port === 443

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535

export const help = `pug-network doctor: looks at a relay from outside, as a browser meets it, and says what to change

Usage: pug-network doctor <url> [flags]
       pug-network doctor cluster   looks at the NATS servers of a node, under its PUG_CLUSTER_* settings

  --wait                 see too whether a quiet connection is cut, which takes ten seconds
  --insecure             a certificate that browsers refuse is only a warning
  --http-port <number>   where plain HTTP would be, to see that it goes to https; 80 if the address has no port
  --help, -h             this text

It makes no room. It exits with 0 if nothing has failed, warnings or not.
`
