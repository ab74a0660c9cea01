/**
 * The arguments of npm run bench.
 */
import { parseArgs } from "node:util"
import { type PeerName, peerNames } from "./peers.ts"
import { full, type Profile, quick } from "./profiles.ts"
import { type Shape, shapes, shapesNamed } from "./shapes.ts"

export const help = `npm run bench -- [options]

  --quick               under two minutes: one round, short loads
  --rounds 5            rounds; every figure is the median over them
  --shape 1x100:32:256  rooms x members : depth : bytes; the right parts may be left out; may be repeated
  --peer pug            pug, ws, bun, socket.io; may be repeated; ratios need the other, latency needs ws
  --part idle           shapes, idle, startup, growth; may be repeated
  --source              our relay from src, without a build
  --no-latency          saturation only
  --no-verify           without the check of all streams
  --report              measures nothing; writes docs/PERFORMANCE.md from bench/results.json

A run without --shape, --peer, --part, --source and --no-... is a whole one and writes bench/results.json, and if it is
not quick docs/PERFORMANCE.md. Any other prints its figures and writes nothing.
`

const partNames = ["shapes", "idle", "startup", "growth"] as const

export type Part = (typeof partNames)[number]

export interface Options {
  readonly isHelp: boolean
  readonly isReport: boolean
  readonly isQuick: boolean
  /** Everything is measured, and the results are kept. */
  readonly isWhole: boolean
  readonly isFromSource: boolean
  readonly hasLatency: boolean
  readonly hasVerification: boolean
  readonly profile: Profile
  readonly parts: ReadonlyArray<Part>
  readonly peers: ReadonlyArray<PeerName>
  readonly shapes: ReadonlyArray<Shape>
}

export const readOptions = (args: ReadonlyArray<string>): Options => {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      help: { type: "boolean", short: "h", default: false },
      report: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      shape: { type: "string", multiple: true },
      peer: { type: "string", multiple: true },
      part: { type: "string", multiple: true },
      source: { type: "boolean", default: false },
      latency: { type: "boolean", default: true },
      verify: { type: "boolean", default: true }
    }
  })
  const base = values.quick ? quick : full
  return {
    isHelp: values.help,
    isReport: values.report,
    isQuick: values.quick,
    isWhole: !(values.shape ?? values.peer ?? values.part) && !values.source && values.latency && values.verify,
    isFromSource: values.source,
    hasLatency: values.latency,
    hasVerification: values.verify,
    profile: { ...base, rounds: roundsOf(values.rounds, base.rounds) },
    parts: chosen(
      "--part",
      partNames,
      values.part ?? (values.shape || values.peer ? ["shapes"] : everythingOf(values.quick))
    ),
    peers: chosen("--peer", peerNames, values.peer ?? peerNames),
    shapes: values.shape === undefined ? shapes : values.shape.flatMap(shapesNamed)
  }
}

const roundsOf = (text: string | undefined, otherwise: number): number => {
  const rounds = text === undefined ? otherwise : Number(text)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100) throw new Error(`--rounds ${text}: expected 1 to 100`)
  return rounds
}

const everythingOf = (isQuick: boolean): ReadonlyArray<Part> =>
  partNames.filter((part) => !isQuick || part !== "growth")

/** The known names among those given, in their own order; throws at the first unknown one. */
const chosen = <Name extends string>(
  option: string,
  known: ReadonlyArray<Name>,
  names: ReadonlyArray<string>
): ReadonlyArray<Name> => {
  const unknown = names.find((name) => !known.some((one) => one === name))
  if (unknown !== undefined) throw new Error(`${option} ${unknown}: expected one of ${known.join(", ")}`)
  return known.filter((name) => names.includes(name))
}
