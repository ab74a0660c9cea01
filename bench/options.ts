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
  --source              our relay from src, without a build
  --no-latency          saturation only
  --no-verify           without the check of all streams
  --report              measures nothing; writes docs/PERFORMANCE.md from bench/results.json

With --shape or --peer the figures are printed and nothing is written.
`

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
    isWhole: values.shape === undefined && values.peer === undefined && values.latency && values.verify,
    isFromSource: values.source,
    hasLatency: values.latency,
    hasVerification: values.verify,
    profile: { ...base, rounds: roundsOf(values.rounds, base.rounds) },
    peers: peersOf(values.peer),
    shapes: values.shape === undefined ? shapes : values.shape.flatMap(shapesNamed)
  }
}

const roundsOf = (text: string | undefined, otherwise: number): number => {
  const rounds = text === undefined ? otherwise : Number(text)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100) throw new Error(`--rounds ${text}: expected 1 to 100`)
  return rounds
}

const peersOf = (names: ReadonlyArray<string> | undefined): ReadonlyArray<PeerName> => {
  if (names === undefined) return peerNames
  const unknown = names.find((name) => !peerNames.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`--peer ${unknown}: expected one of ${peerNames.join(", ")}`)
  return peerNames.filter((name) => names.includes(name))
}
