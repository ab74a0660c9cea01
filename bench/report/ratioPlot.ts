/**
 * The plot of the comparison: how many times more a peer delivers than plain ws with the same CPU time, by shape.
 */
import type { PeerName } from "../peers.ts"
import type { Results, ShapeResult } from "../results.ts"
import { topologyName } from "../shapes.ts"
import { bar, colours, line, logScale, picture, text, ticks } from "./svg.ts"

const width = 860
const left = 150
const right = 60
const top = 70
const rowHeight = 46
const barHeight = 11
const names = ["pug", "bun", "socket.io"] as const
const range = { low: 0.2, high: 60 }

export const ratioPlot = ({ shapes }: Results): string => {
  const bottom = top + shapes.length * rowHeight
  const x = logScale(range.low, range.high, left, width - right)
  return picture(width, bottom + 40, "Frames delivered with the same CPU time, plain ws = 1", [
    ...names.flatMap((name, index) => [
      bar(left + index * 110, 38, 12, 12, colours[name]),
      text(left + 18 + index * 110, 48, name)
    ]),
    ...ticks(range.low, range.high).flatMap((value) => [
      line(x(value), top - 6, x(value), bottom, value === 1 ? colours.ink : colours.grid),
      text(x(value), bottom + 16, String(value), { anchor: "middle", fill: colours.quiet })
    ]),
    ...shapes.flatMap((shape, index) => rowOf(shape, top + index * rowHeight, x))
  ])
}

const rowOf = (shape: ShapeResult, y: number, x: (value: number) => number): ReadonlyArray<string> => [
  text(16, y + 18, topologyName(shape).replace("x", " x "), { weight: 600 }),
  text(16, y + 33, `depth ${shape.depth}, ${shape.bytes < 1024 ? `${shape.bytes} B` : `${shape.bytes / 1024} KiB`}`, {
    fill: colours.quiet,
    size: 11
  }),
  ...names.flatMap((name, index) => {
    const value = aboveWs(shape, name)
    if (value === undefined) return []
    const barY = y + 3 + index * (barHeight + 2)
    const end = x(Math.min(Math.max(value, range.low), range.high))
    return [
      bar(Math.min(x(1), end), barY, Math.abs(end - x(1)), barHeight, colours[name]),
      text(Math.max(x(1), end) + 4, barY + barHeight - 2, value.toPrecision(2), { size: 10, fill: colours.quiet })
    ]
  })
]

/** Our own ratio to ws is measured; the others' follow from theirs and ours. */
const aboveWs = ({ ratios }: ShapeResult, name: Exclude<PeerName, "ws">): number | undefined => {
  const ours = ratios.ws?.cpu
  if (name === "pug" || ours === undefined) return ours
  const theirs = ratios[name]?.cpu
  return theirs === undefined ? undefined : ours / theirs
}
