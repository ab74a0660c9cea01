/**
 * A clock that is read at most once in a run of synchronous code: what arrives in one packet has arrived at one time.
 *
 * The monotonic clock costs a BigInt per reading, and each message would ask it several times. The reading is dropped in
 * the microtask behind the run, before anything else can move the clock, TestClock included.
 */
export const oncePerRun = (read: () => number): (() => number) => {
  let reading: number | undefined
  const forget = () => {
    reading = undefined
  }
  return () => {
    if (reading === undefined) {
      reading = read()
      queueMicrotask(forget)
    }
    return reading
  }
}
