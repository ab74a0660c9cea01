/**
 * The form of results.json.
 */
import type { PeerName } from "./peers.ts"
import type { Shape } from "./shapes.ts"
import type { Verdict } from "./verdict.ts"

/** What was measured for a shape and a peer: medians over the rounds. Times are microseconds. */
export interface PeerFigures {
  readonly framesPerSecond: number
  /** CPU time of the server, as the kernel accounts for it, for each frame that it delivered. */
  readonly cpuMicrosPerFrame: number
  /** Latency at 30 % of plain ws's saturation, from when a message was due to a member's read. */
  readonly p50Micros?: number
  readonly p99Micros?: number
  readonly p999Micros?: number
  /** System calls that wrote, for each delivered frame; missing where the runtime's are not counted by the kernel. */
  readonly writesPerFrame?: number
  /** CPU time of the server for each member that joined, all members of the shape included. */
  readonly cpuMicrosPerJoin: number
  /** The highest of all rounds: above 0.9 the generator may have been the limit. */
  readonly generatorUtilisation: number
  readonly verdict?: Verdict
}

/** Another peer's figure over ours, as the median of the rounds: above 1 we are better. */
export interface Ratios {
  readonly cpu: number
  readonly framesPerSecond: number
  readonly p50?: number
}

export interface ShapeResult extends Shape {
  readonly peers: Readonly<Partial<Record<PeerName, PeerFigures>>>
  readonly ratios: Readonly<Partial<Record<PeerName, Ratios>>>
}

/** Members who say nothing, in rooms of five. */
export interface MemberFigures {
  readonly members: number
  /** RSS that each of the later members added, after a forced garbage collection. */
  readonly bytesPerMember: number
  readonly rssBytes: number
  /** From TCP connection to membership, 64 at a time. */
  readonly joinsPerSecond: number
  readonly cpuMicrosPerJoin: number
  /** Of a room, by the HTTP API. */
  readonly cpuMicrosPerCreation?: number
}

/** Rooms without members, in process. */
export interface RoomFigures {
  readonly rooms: number
  /** Heap and buffers outside of it, after a forced garbage collection. */
  readonly bytesPerRoom: number
  readonly rssBytesPerRoom: number
  readonly createdPerSecond: number
  readonly endedPerSecond: number
  /** What is in use once all rooms have ended, the last time against the first time. */
  readonly growthBytes: number
  readonly growthRssBytes: number
}

export interface IdleFigures {
  /** Ours. */
  readonly bytesPerMember: number
  readonly bytesPerRoom: number
  readonly rooms: RoomFigures
  readonly members: Readonly<Partial<Record<PeerName, MemberFigures>>>
  /** As many of ours as the descriptor limit allows. */
  readonly most?: MemberFigures
}

export interface StartupRun {
  /** Node without a program. */
  readonly bootMillis: number
  readonly readyMillis: number
  readonly createMillis: number
  readonly joinMillis: number
  readonly rssBytes: number
}

export interface StartupFigures {
  /** From the start of the program to the first member who is in, without the client's proof of work. */
  readonly firstJoinMillis: number
  readonly readyMillis: number
  readonly millisByPart: Readonly<Record<string, number>>
  readonly largestTime: string
  readonly rssBytes: number
  readonly rssByPart: Readonly<Record<string, number>>
  readonly largestMemory: string
  readonly footprint: FootprintFigures
}

export interface FootprintFigures {
  /** The package and everything it needs to run, unpacked. */
  readonly installBytes: number
  /** All but our own. */
  readonly packages: number
  readonly directDependencies: ReadonlyArray<string>
  readonly requiredPeers: ReadonlyArray<string>
  readonly ownBytes: number
  readonly largest: { readonly name: string; readonly bytes: number }
}

/** How our relay's cost changes when one number of a shape does. */
export interface Growth {
  readonly direction: "members" | "rooms" | "bytes" | "depth"
  readonly points: ReadonlyArray<Shape & PeerFigures>
}

export interface Results {
  readonly machine: string
  /** ISO 8601. */
  readonly date: string
  readonly command: string
  /** Of the last minute, when the run began: above a few tenths the machine was busy with something else. */
  readonly loadAverage: number
  readonly rounds: number
  readonly versions: Readonly<Record<string, string>>
  /** Settings of our relay that differ from production: raised limits, by name. */
  readonly raisedLimits: Readonly<Record<string, unknown>>
  /** What each peer puts around an application payload that it delivers. */
  readonly framing: Readonly<Partial<Record<PeerName, string>>>
  readonly shapes: ReadonlyArray<ShapeResult>
  readonly idle: IdleFigures
  readonly startup: StartupFigures
  readonly growth?: ReadonlyArray<Growth>
}
