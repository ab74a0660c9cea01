/**
 * The plot of growth: what a delivered frame costs when one number of a shape changes, in four panels.
 */
import type { Growth } from "../results.ts"
import { colours, dot, line, logScale, path, picture, text, ticks } from "./svg.ts"

const width = 860
const height = 560
const panel = { width: 340, height: 170 }

const titles: Readonly<Record<Growth["direction"], string>> = {
  members: "members of one room, depth 32, 256 B",
  rooms: "rooms of 5, depth 16, 256 B",
  bytes: "bytes of payload, 1 x 100, depth 32",
  depth: "depth, 1 x 100, 256 B"
}

export const growthPlot = (growth: ReadonlyArray<Growth>): string => {
  const costs = growth.flatMap(({ points }) => points.map(({ cpuMicrosPerFrame }) => cpuMicrosPerFrame))
  const low = Math.min(...costs) / 1.3
  const high = Math.max(...costs) * 1.3
  return picture(
    width,
    height,
    "Server CPU for each delivered frame, microseconds",
    growth.flatMap((one, index) => {
      const x = 70 + (index % 2) * (panel.width + 70)
      const y = 70 + Math.floor(index / 2) * (panel.height + 80)
      return panelOf(one, x, y, low, high)
    })
  )
}

const panelOf = ({ direction, points }: Growth, left: number, top: number, low: number, high: number) => {
  const values = points.map((point) => point[direction])
  const x = logScale(Math.min(...values), Math.max(...values), left + 10, left + panel.width - 10)
  const y = logScale(low, high, top + panel.height, top)
  const places = points.map((point) => [x(point[direction]), y(point.cpuMicrosPerFrame)] as const)
  return [
    text(left, top - 10, titles[direction], { weight: 600 }),
    ...ticks(low, high).flatMap((value) => [
      line(left, y(value), left + panel.width, y(value)),
      text(left - 6, y(value) + 4, String(Number(value.toPrecision(1))), {
        anchor: "end",
        fill: colours.quiet,
        size: 11
      })
    ]),
    path(places, colours.pug),
    ...places.map(([placeX, placeY]) => dot(placeX, placeY, colours.pug)),
    ...values.map((value) =>
      text(x(value), top + panel.height + 16, String(value), { anchor: "middle", fill: colours.quiet, size: 11 })
    )
  ]
}
