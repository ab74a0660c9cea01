/**
 * What is printed: a line for each shape and peer.
 */
import { peerNames } from "./peers.ts"
import type { Growth, IdleFigures, ShapeResult, StartupFigures } from "./results.ts"
import { shapeName } from "./shapes.ts"

const columns = [
  "shape",
  "peer",
  "frames/s",
  "CPU us/frame",
  "writes/frame",
  "p50 us",
  "p99 us",
  "p99.9 us",
  "generator",
  "streams",
  "CPU to pug's"
]

export const printShapes = (results: ReadonlyArray<ShapeResult>): void => {
  const rows = results.flatMap((result) =>
    peerNames.flatMap((name) => {
      const figures = result.peers[name]
      if (figures === undefined) return []
      const { generatorUtilisation, verdict } = figures
      return [
        [
          shapeName(result),
          name,
          figures.framesPerSecond.toLocaleString("en"),
          figures.cpuMicrosPerFrame.toPrecision(3),
          text(figures.writesPerFrame, 3),
          text(figures.p50Micros),
          text(figures.p99Micros),
          text(figures.p999Micros),
          `${(generatorUtilisation * 100).toFixed(0)} %${generatorUtilisation > 0.9 ? " LIMIT?" : ""}`,
          verdict === undefined ? "" : verdict.isIdentical ? "identical" : "DIFFER",
          text(result.ratios[name]?.cpu, 3)
        ]
      ]
    })
  )
  if (rows.length > 0) print([columns, ...rows])
}

const text = (value: number | undefined, digits?: number): string =>
  value === undefined ? "" : digits === undefined ? Math.round(value).toLocaleString("en") : value.toPrecision(digits)

/** Columns as wide as their widest cell; numbers to the right. */
const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
    )
    .join("\n")
}

/** A line for each idle thing. */
export const printIdle = ({ bytesPerRoom, members, most, rooms }: IdleFigures): void => {
  const lines = [...Object.entries(members), ...(most === undefined ? [] : [["pug", most] as const])]
  print([
    ...lines.map(([name, figures]) => [
      `${figures.members.toLocaleString("en")} idle members, ${name}`,
      `${figures.bytesPerMember} bytes of RSS each`,
      `${figures.joinsPerSecond} joins/s, ${figures.cpuMicrosPerJoin} us of CPU each`
    ]),
    [
      `${rooms.rooms.toLocaleString("en")} rooms`,
      `${bytesPerRoom} bytes of heap each`,
      `${rooms.createdPerSecond} created/s in process`
    ],
    ["rooms ended", `${rooms.growthBytes} bytes left behind`, `${rooms.endedPerSecond} ended/s`]
  ])
}

export const printStartup = ({ footprint, ...startup }: StartupFigures): void =>
  print([
    ["first join after", `${startup.firstJoinMillis} ms`, `largest part: ${startup.largestTime}`],
    ["RSS at idle", megabytes(startup.rssBytes), `largest part: ${startup.largestMemory}`],
    ["install size", megabytes(footprint.installBytes), `largest part: ${footprint.largest.name}`],
    ["dependencies", footprint.directDependencies.join(", "), `${footprint.packages} packages with required peers`]
  ])

export const printGrowth = (growth: ReadonlyArray<Growth>): void =>
  growth.forEach(({ direction, points }) =>
    print([
      [`growth by ${direction}`, "CPU us/frame", "frames/s", "CPU us/join"],
      ...points.map((point) => [
        shapeName(point),
        point.cpuMicrosPerFrame.toPrecision(3),
        point.framesPerSecond.toLocaleString("en"),
        String(Math.round(point.cpuMicrosPerJoin))
      ])
    ])
  )

const print = (rows: ReadonlyArray<ReadonlyArray<string>>): void => console.log(`\n${aligned(rows)}`)

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
