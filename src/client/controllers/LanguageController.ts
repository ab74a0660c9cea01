/**
 * Renders an element anew when the page speaks another language. Every element that shows words has one.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"
import { pageLanguage } from "../elements/words/PageLanguage.ts"

export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #stop: (() => void) | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#stop = pageLanguage.listen(() => this.#host.requestUpdate())
    // It may have changed while the element was away.
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#stop?.()
  }
}
