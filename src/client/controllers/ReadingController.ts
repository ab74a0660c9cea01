/**
 * Keeps the reader of a log where he is: at the end while he is there, otherwise at what he reads.
 *
 * Fonts, rotation, a banner and the phone's keyboard move the log without any new entry, and so sizes are watched.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"
import { ReadingPlace, type ScrolledLog } from "../elements/ReadingPlace.ts"

/** Nearer to the end than this counts as at the end. */
const endPixels = 48

export class ReadingController implements ReactiveController {
  isAtEnd = true

  readonly #boxesOf: () => ScrolledLog | undefined
  readonly #reachEnd: () => void
  readonly #place: ReadingPlace
  readonly #sizes = new ResizeObserver(() => this.#hold())
  #isWatching = false
  /** Where the log has been scrolled to, as far as we know. */
  #scrollTop = 0

  /**
   * @param boxesOf the boxes, once they are there.
   * @param reachEnd hears that the reader has come to the end.
   */
  constructor(
    host: ReactiveControllerHost,
    rowSelector: string,
    boxesOf: () => ScrolledLog | undefined,
    reachEnd: () => void
  ) {
    this.#boxesOf = boxesOf
    this.#reachEnd = reachEnd
    this.#place = new ReadingPlace(rowSelector)
    host.addController(this)
  }

  hostConnected(): void {
    this.#watch()
  }

  hostDisconnected(): void {
    this.#sizes.disconnect()
    this.#isWatching = false
  }

  hostUpdated(): void {
    this.#watch()
    this.#hold()
  }

  /** Where the reader is, if he has moved: his scrolling may be known before the event that tells of it. */
  look(): void {
    const boxes = this.#boxesOf()
    if (boxes === undefined || boxes.scroller.scrollTop === this.#scrollTop) return
    const { scrollHeight, scrollTop, clientHeight } = boxes.scroller
    this.#scrollTop = scrollTop
    this.isAtEnd = scrollHeight - scrollTop - clientHeight <= endPixels
    if (this.isAtEnd) this.#reachEnd()
    else this.#place.remember(boxes)
  }

  #watch(): void {
    const boxes = this.#boxesOf()
    if (boxes === undefined || this.#isWatching) return
    this.#sizes.observe(boxes.scroller)
    this.#sizes.observe(boxes.content)
    this.#isWatching = true
  }

  #hold(): void {
    const boxes = this.#boxesOf()
    if (boxes === undefined) return
    const { scroller } = boxes
    if (this.isAtEnd) {
      this.#place.settle(boxes)
      scroller.scrollTop = scroller.scrollHeight
    } else this.#place.restore(boxes)
    this.#scrollTop = scroller.scrollTop
  }
}
