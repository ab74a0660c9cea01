/** What page and worker say to each other about a proof of work. Types only: the worker imports no schema. */

export interface PowTask {
  /** The 40 bytes of nonce 0. */
  readonly preimage: Uint8Array
  readonly bits: number
}

export type PowReport =
  | { readonly _tag: "Tried"; readonly count: number }
  | { readonly _tag: "Solved"; readonly nonce: number }
