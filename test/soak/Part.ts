/**
 * One part of the soak: it drives a relay of its own and says which bounds have held.
 */
export interface Extent {
  readonly seed: number
  /** How long this part keeps its load up. */
  readonly millis: number
  /** How often, where a part counts and does not wait. */
  readonly times: number
  /** A figure for the reader. */
  readonly say: (line: string) => void
  /** A bound, as a fact: what is promised when it is true. */
  readonly hold: (isHeld: boolean, fact: string) => void
}

export interface Part {
  readonly name: string
  /** Settings that are not the defaults stand in the part and are printed. */
  readonly run: (extent: Extent) => Promise<void>
}
