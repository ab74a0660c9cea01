/**
 * Where somebody reads in a scrolled log, and the way back to it: whatever comes or goes around it, the rows that were on
 * screen stay where they were.
 *
 * Some browsers hold the place by themselves, others do not, and none does when the log as a whole is moved, so the log
 * turns that off (`overflow-anchor`). The rows on screen are remembered with their places in a frame around the log,
 * which a page may scroll or move; the first of them that is still there decides. Rounding cannot add up, because the
 * places remembered are those that the reader has chosen.
 */

/** The boxes of a log, from the outside in. */
export interface ScrolledLog {
  /** What moves with the log only when the page does. */
  readonly frame: Element
  readonly scroller: HTMLElement
  /** All that is scrolled. */
  readonly content: HTMLElement
}

export class ReadingPlace {
  readonly #rowSelector: string
  #rows: ReadonlyArray<PlacedRow> = []

  constructor(rowSelector: string) {
    this.#rowSelector = rowSelector
  }

  /** The reader has come to where the log is now. */
  remember({ frame, scroller, content }: ScrolledLog): void {
    const { top, bottom } = scroller.getBoundingClientRect()
    const origin = frame.getBoundingClientRect().top
    const rows = content.querySelectorAll(this.#rowSelector)
    const whole: Array<PlacedRow> = []
    const cut: Array<PlacedRow> = []
    for (let index = firstBelow(rows, top); index < rows.length; index += 1) {
      const row = rows[index]
      if (row === undefined) break
      const place = row.getBoundingClientRect().top
      if (place >= bottom) break
      const rowsOf = place < top ? cut : whole
      rowsOf.push({ row, top: place - origin })
    }
    // A row that begins above the screen may grow up there: what is under it is what must not move.
    this.#rows = [...whole, ...cut]
  }

  /** Scrolls so that what was read is where it was. What is no longer kept above it leaves room there. */
  restore(log: ScrolledLog): void {
    const { frame, scroller, content } = log
    // What has gone from the log is not held on to here.
    this.#rows = this.#rows.filter(({ row }) => row.isConnected)
    const [kept] = this.#rows
    if (kept === undefined) {
      this.settle(log)
      this.remember(log)
      return
    }
    const moved = (): number => kept.row.getBoundingClientRect().top - frame.getBoundingClientRect().top - kept.top
    // A scroller that is told to stay where it is may lose the swing of a finger.
    if (Math.abs(moved()) < visiblePixels) return
    scroller.scrollTop += moved()
    const lack = -moved()
    if (lack >= visiblePixels && scroller.scrollTop === 0)
      content.style.marginBlockStart = `${roomAbove(content) + lack}px`
  }

  /** Takes back the room above. */
  settle({ content }: ScrolledLog): void {
    content.style.marginBlockStart = ""
  }
}

/** Less than this is rounding. */
const visiblePixels = 0.5

interface PlacedRow {
  readonly row: Element
  /** From the top of the frame. */
  readonly top: number
}

const roomAbove = (content: HTMLElement): number => Number.parseFloat(getComputedStyle(content).marginBlockStart)

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
