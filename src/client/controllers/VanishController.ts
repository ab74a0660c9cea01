/**
 * Escape three times in quick succession, wherever the focus is: the keys with which a person vanishes.
 *
 * No browser takes them, they need no modifier, and a dialog that closes on the first does not swallow the others. A
 * key that is held down, or that belongs to an input method, does not count.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"

/** How often, and within how many milliseconds from the first to the last. */
const presses = 3
const withinMillis = 1500

export class VanishController implements ReactiveController {
  readonly #vanish: () => void
  /** When Escape was pressed, in a row. The times are those of the events, so that nothing has to be awaited. */
  #pressedAt: ReadonlyArray<number> = []

  constructor(host: ReactiveControllerHost, vanish: () => void) {
    this.#vanish = vanish
    host.addController(this)
  }

  hostConnected(): void {
    window.addEventListener("keydown", this.#handleKey, { capture: true })
  }

  hostDisconnected(): void {
    window.removeEventListener("keydown", this.#handleKey, { capture: true })
    this.#pressedAt = []
  }

  readonly #handleKey = ({ key, repeat, isComposing, timeStamp }: KeyboardEvent): void => {
    if (repeat || isComposing) return
    const recent = this.#pressedAt.filter((time) => timeStamp - time <= withinMillis)
    this.#pressedAt = key === "Escape" ? [...recent, timeStamp] : []
    if (this.#pressedAt.length >= presses) this.#vanish()
  }
}
