/** What page and worker say to each other about a proof of work. Types only: the worker imports no schema. */

export interface PowTask {
  /** The 40 bytes of the first nonce to try: its low half is 0. */
  readonly preimage: Uint8Array
  readonly bits: number
}

/** So many more tries in vain, or the low half of a nonce that is enough. */
export type PowReport =
  | { readonly _tag: "Tried"; readonly count: number }
  | { readonly _tag: "Solved"; readonly nonce: number }
