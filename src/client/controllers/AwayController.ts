/**
 * Whether the person looks elsewhere: the window has lost the focus, as it does when the tab is hidden.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"

export class AwayController implements ReactiveController {
  isAway = false

  readonly #host: ReactiveControllerHost

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    window.addEventListener("blur", this.#handleBlur)
    window.addEventListener("focus", this.#handleFocus)
    this.#set(!document.hasFocus())
  }

  hostDisconnected(): void {
    window.removeEventListener("blur", this.#handleBlur)
    window.removeEventListener("focus", this.#handleFocus)
  }

  readonly #handleBlur = (): void => this.#set(true)

  readonly #handleFocus = (): void => this.#set(false)

  #set(isAway: boolean): void {
    this.isAway = isAway
    this.#host.requestUpdate()
  }
}
