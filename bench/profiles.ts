/**
 * How long a run takes: the full one, and the quick one for work in progress.
 */
export interface Profile {
  readonly rounds: number
  /** Load before the first measurement of a process, so that its code is compiled. */
  readonly startMillis: number
  readonly saturation: { readonly warmMillis: number; readonly millis: number }
  readonly latency: { readonly warmMillis: number; readonly millis: number }
  readonly verifyMillis: number
}

export const full: Profile = {
  rounds: 5,
  startMillis: 1_500,
  saturation: { warmMillis: 400, millis: 1_000 },
  latency: { warmMillis: 200, millis: 1_000 },
  verifyMillis: 500
}

export const quick: Profile = {
  rounds: 1,
  startMillis: 200,
  saturation: { warmMillis: 100, millis: 250 },
  latency: { warmMillis: 60, millis: 200 },
  verifyMillis: 120
}
