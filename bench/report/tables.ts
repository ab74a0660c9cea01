/**
 * The tables of docs/PERFORMANCE.md.
 */
import type { PeerName } from "../peers.ts"
import type { Results, ShapeResult } from "../results.ts"
import { shapeName, topologyName } from "../shapes.ts"
import { idleTargets, targets } from "../targets.ts"

export const tables = (results: Results): string =>
  [
    `Machine: ${results.machine}. Date: ${results.date.slice(0, 10)}. Command: \`${results.command}\`.`,
    `Medians of ${results.rounds} rounds. ${versionsOf(results)}.`,
    "",
    "![CPU time for each delivered frame, against plain ws](performance.svg)",
    "",
    cpuTable(results.shapes),
    "",
    latencyTable(results.shapes),
    "",
    idleTable(results),
    ...(results.growth === undefined
      ? []
      : ["", "![Cost of a delivered frame as members, rooms, payload and depth grow](growth.svg)"])
  ].join("\n")

const versionsOf = ({ versions }: Results): string =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")

/** "100 x 5, 16" with the payload if it is not the usual one. */
const titleOf = (shape: ShapeResult): string =>
  `${topologyName(shape).replace("x", " x ")}, ${shape.depth}${shape.bytes === 256 ? "" : `, ${shape.bytes / 1024} KiB`}`

const row = (...cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

const cpuTable = (shapes: ReadonlyArray<ShapeResult>): string =>
  [
    "Microseconds of server CPU for each delivered frame, and how many times cheaper ours is; goals in brackets.",
    "",
    row("shape", "Pug", "ws", "Socket.IO", "Bun", "than ws", "than Socket.IO", "Pug's / Bun's"),
    row("---", "---", "---", "---", "---", "---", "---", "---"),
    ...shapes.map((shape) => {
      const target = targets[shapeName(shape)]
      const cpu = (name: PeerName) => shape.peers[name]?.cpuMicrosPerFrame.toPrecision(3) ?? ""
      const ratio = (name: PeerName) => shape.ratios[name]?.cpu
      return row(
        titleOf(shape),
        cpu("pug"),
        cpu("ws"),
        cpu("socket.io"),
        cpu("bun"),
        withGoal(ratio("ws"), target?.ws),
        withGoal(ratio("socket.io"), target?.socketIo),
        withGoal(inverse(ratio("bun")), target?.bun)
      )
    })
  ].join("\n")

const inverse = (value: number | undefined): number | undefined => (value === undefined ? undefined : 1 / value)

const withGoal = (value: number | undefined, goal: number | undefined): string =>
  value === undefined ? "" : `${value.toPrecision(3)}${goal === undefined ? "" : ` (${goal})`}`

const latencyTable = (shapes: ReadonlyArray<ShapeResult>): string =>
  [
    "Delivered frames a second at saturation, and p50 / p99 in microseconds at 30 % of plain ws's saturation.",
    "",
    row(
      "shape",
      "Pug",
      "ws",
      "Socket.IO",
      "Bun",
      "Pug p50 / p99",
      "ws p50 / p99",
      "Bun p50 / p99",
      "p50: Pug's / ws's"
    ),
    row("---", "---", "---", "---", "---", "---", "---", "---", "---"),
    ...shapes.map((shape) => {
      const rate = (name: PeerName) => thousands(shape.peers[name]?.framesPerSecond)
      const latency = (name: PeerName) => {
        const { p50Micros, p99Micros } = shape.peers[name] ?? {}
        return p50Micros === undefined || p99Micros === undefined
          ? ""
          : `${Math.round(p50Micros)} / ${Math.round(p99Micros)}`
      }
      return row(
        titleOf(shape),
        rate("pug"),
        rate("ws"),
        rate("socket.io"),
        rate("bun"),
        latency("pug"),
        latency("ws"),
        latency("bun"),
        withGoal(inverse(shape.ratios.ws?.p50), undefined)
      )
    })
  ].join("\n")

const thousands = (value: number | undefined): string => (value === undefined ? "" : `${Math.round(value / 1000)} k`)

const idleTable = ({ idle, startup }: Results): string => {
  const { footprint } = startup
  const goal = (value: number) => ` (at most ${value})`
  return [
    row("what costs when nothing happens", "", "largest part"),
    row("---", "---", "---"),
    ...Object.entries(idle.members).map(([name, { bytesPerMember, cpuMicrosPerJoin, joinsPerSecond }]) =>
      row(
        `bytes of RSS for an idle member, ${name}`,
        `${bytesPerMember}${name === "pug" ? goal(idleTargets.bytesPerMember) : ""}`,
        `a join: ${cpuMicrosPerJoin} us of CPU, ${joinsPerSecond} a second`
      )
    ),
    ...(idle.most === undefined
      ? []
      : [row(`${idle.most.members} members in one process`, megabytes(idle.most.rssBytes), "")]),
    row(
      `bytes of heap for a room, ${idle.rooms.rooms} rooms`,
      `${idle.bytesPerRoom}${goal(idleTargets.bytesPerRoom)}`,
      `${idle.rooms.createdPerSecond} created and ${idle.rooms.endedPerSecond} ended a second`
    ),
    row("bytes left behind once they have ended", `${idle.rooms.growthBytes}`, "the last time against the first"),
    row("first accepted join after", `${startup.firstJoinMillis} ms`, startup.largestTime),
    row("RSS at idle", megabytes(startup.rssBytes), startup.largestMemory),
    row("install size", megabytes(footprint.installBytes), footprint.largest.name),
    row(
      "runtime dependencies",
      `${footprint.directDependencies.length}: ${footprint.directDependencies.join(", ")}`,
      `${footprint.packages} packages with the required peers`
    )
  ].join("\n")
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`
