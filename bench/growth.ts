/**
 * How the cost of our relay grows in each direction, with all else as in a shape of the grid.
 */
import { measureTopology } from "./measure.ts"
import type { ServerOptions } from "./processes.ts"
import { quick } from "./profiles.ts"
import type { Growth } from "./results.ts"
import type { Shape } from "./shapes.ts"
import { summarize } from "./summary.ts"

const lively: Shape = { rooms: 1, members: 100, depth: 32, bytes: 256 }
const small: Shape = { rooms: 100, members: 5, depth: 16, bytes: 256 }

const directions: ReadonlyArray<readonly [name: Growth["direction"], shapes: ReadonlyArray<Shape>]> = [
  ["members", [2, 5, 20, 100, 300, 1_000, 5_000].map((members) => ({ ...lively, members }))],
  ["rooms", [1, 10, 100, 1_000, 3_000].map((rooms) => ({ ...small, rooms }))],
  ["bytes", [64, 256, 1_024, 4_096, 16_384].map((bytes) => ({ ...lively, bytes }))],
  ["depth", [1, 2, 4, 8, 32, 128].map((depth) => ({ ...lively, depth }))]
]

const rounds = 3

/** From here on the members of a room take long to come in: every join is told to all of them. */
const manyMembers = 2_000

export const measureGrowth = async (options: ServerOptions): Promise<ReadonlyArray<Growth>> => {
  const growth: Array<Growth> = []
  for (const [direction, shapes] of directions) {
    const samples = []
    for (let turn = 0; turn < rounds; turn += 1) {
      for (const shape of shapes.filter(({ members }) => turn === 0 || members < manyMembers)) {
        const request = { peers: ["pug"], profile: quick, hasLatency: false, hasVerification: false, turn } as const
        samples.push(...(await measureTopology(shape, [shape], { ...request, ...options })))
      }
    }
    const points = summarize(samples).flatMap(({ bytes, depth, members, peers, rooms }) =>
      peers.pug === undefined ? [] : [{ rooms, members, depth, bytes, ...peers.pug }]
    )
    growth.push({ direction, points })
  }
  return growth
}
