/**
 * What is measured: rooms of members, how many messages are under way in each room, and how long they are.
 */

/** So many rooms with so many members each. */
export interface Topology {
  readonly rooms: number
  /** The one that sends is one of them. */
  readonly members: number
}

/** What is said in a topology. */
export interface Traffic {
  /** Messages under way in each room: the sender writes another when its own has come back. */
  readonly depth: number
  /** The application payload of a message. */
  readonly bytes: number
}

export interface Shape extends Topology, Traffic {}

const sizes = [256, 4096]

const grid: ReadonlyArray<Topology & { readonly depths: ReadonlyArray<number> }> = [
  { rooms: 1, members: 100, depths: [32, 1] },
  { rooms: 100, members: 5, depths: [16, 1] },
  { rooms: 1000, members: 2, depths: [8, 1] },
  { rooms: 1, members: 1000, depths: [32] }
]

/** The shapes of every run, those of one topology together. */
export const shapes: ReadonlyArray<Shape> = grid.flatMap(({ rooms, members, depths }) =>
  sizes.flatMap((bytes) => depths.map((depth) => ({ rooms, members, depth, bytes })))
)

/** "100x5" */
export const topologyName = ({ rooms, members }: Topology): string => `${rooms}x${members}`

/** "100x5:16:256": what --shape takes. */
export const shapeName = (shape: Shape): string => `${topologyName(shape)}:${shape.depth}:${shape.bytes}`

/** The shapes that a --shape argument means; what it leaves out may be anything. "1x100", "1x100:32", "1x100:32:256". */
export const shapesNamed = (name: string): ReadonlyArray<Shape> => {
  const known = shapes.filter((shape) => `${shapeName(shape)}:`.startsWith(`${name}:`))
  if (known.length > 0) return known
  const [, rooms, members, depth, bytes] = /^(\d+)x(\d+):(\d+):(\d+)$/.exec(name) ?? []
  if (bytes === undefined) throw new Error(`--shape ${name}: expected like 1x100, 1x100:32 or 1x100:32:256`)
  return [{ rooms: Number(rooms), members: Number(members), depth: Number(depth), bytes: Number(bytes) }]
}

/** Shapes by topology, in order of appearance. */
export const byTopology = (list: ReadonlyArray<Shape>): ReadonlyArray<readonly [Topology, ReadonlyArray<Shape>]> =>
  [...Map.groupBy(list, topologyName).values()].flatMap((group) => (group[0] ? [[group[0], group] as const] : []))
