/**
 * Where somebody reads in a scrolled log, and the way back to it: whatever comes or goes around it, the rows that were on
 * screen stay where they were.
 *
 * Some browsers hold the place by themselves, others do not, and none does when the log as a whole is moved, so the log
 * turns that off (`overflow-anchor`). The rows on screen are remembered with their places; the first of them that is
 * still there decides. Rounding cannot add up, because the places remembered are those that the reader has chosen.
 */
export class ReadingPlace {
  #rows: ReadonlyArray<PlacedRow> = []

  /** The reader has come to where the log is now. `rows` are all of it, in order. */
  remember(scroller: Element, rows: ArrayLike<Element>): void {
    const { top, bottom } = scroller.getBoundingClientRect()
    const placed: Array<PlacedRow> = []
    for (let index = firstBelow(rows, top); index < rows.length; index += 1) {
      const row = rows[index]
      if (row === undefined) break
      const place = row.getBoundingClientRect().top
      if (place >= bottom) break
      placed.push({ row, top: place })
    }
    this.#rows = placed
  }

  /** Scrolls so that what was read is where it was. */
  restore(scroller: Element): void {
    const kept = this.#rows.find(({ row }) => row.isConnected)
    if (kept !== undefined) scroller.scrollTop += kept.row.getBoundingClientRect().top - kept.top
  }
}

interface PlacedRow {
  readonly row: Element
  /** In the window. */
  readonly top: number
}

/** The first row that ends below a line of the window. Rows stand one under the other. */
const firstBelow = (rows: ArrayLike<Element>, line: number): number => {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.getBoundingClientRect().bottom ?? Infinity) > line) high = middle
    else low = middle + 1
  }
  return low
}
