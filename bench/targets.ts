/**
 * What we hold ourselves to: ratios of the server's CPU time for each delivered frame, by shape.
 */

export interface Target {
  /** So many times cheaper than plain ws. */
  readonly ws: number
  readonly socketIo: number
  /** Our CPU time over Bun's is at most this. */
  readonly bun: number
}

/** By shapeName. */
export const targets: Readonly<Record<string, Target>> = {
  "1x100:32:256": { ws: 25, socketIo: 80, bun: 1.1 },
  "1x1000:32:256": { ws: 36, socketIo: 70, bun: 1.2 },
  "100x5:16:256": { ws: 8, socketIo: 18, bun: 1.2 },
  "1000x2:8:256": { ws: 2.8, socketIo: 8, bun: 1.2 },
  "1000x2:1:256": { ws: 1.6, socketIo: 3.5, bun: 1.45 },
  "1x100:1:256": { ws: 1.2, socketIo: 3, bun: 1.35 },
  "100x5:1:256": { ws: 1.2, socketIo: 3, bun: 1.35 },
  "1x100:32:4096": { ws: 9, socketIo: 22, bun: 1 }
}

/** Idle members and rooms of ours cost at most this. */
export const idleTargets = { bytesPerMember: 8_192, bytesPerRoom: 4_096 }
