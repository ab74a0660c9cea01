/**
 * What the browser does with the page while a room is open: hiding, showing, going on- and offline, closing.
 *
 * It warns before a room would be lost, lets go of it when the page goes away (so that a back-forward cache brings no
 * conversation back), and asks for a sign of life when the page returns.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"

export interface PageWatcher {
  /** Whether closing the page now would lose a room. */
  readonly isInside: () => boolean
  /** The page goes away. */
  leaveAtOnce(): void
  /** The page or the network is back. */
  checkConnection(): void
}

export class PageController implements ReactiveController {
  readonly #watcher: PageWatcher

  constructor(host: ReactiveControllerHost, watcher: PageWatcher) {
    this.#watcher = watcher
    host.addController(this)
  }

  hostConnected(): void {
    window.addEventListener("beforeunload", this.#handleBeforeUnload)
    window.addEventListener("pagehide", this.#handlePageHide)
    window.addEventListener("pageshow", this.#handleReturn)
    window.addEventListener("online", this.#handleReturn)
    document.addEventListener("visibilitychange", this.#handleReturn)
  }

  hostDisconnected(): void {
    window.removeEventListener("beforeunload", this.#handleBeforeUnload)
    window.removeEventListener("pagehide", this.#handlePageHide)
    window.removeEventListener("pageshow", this.#handleReturn)
    window.removeEventListener("online", this.#handleReturn)
    document.removeEventListener("visibilitychange", this.#handleReturn)
  }

  readonly #handleBeforeUnload = (event: BeforeUnloadEvent): void => {
    if (this.#watcher.isInside()) event.preventDefault()
  }

  readonly #handlePageHide = (): void => this.#watcher.leaveAtOnce()

  readonly #handleReturn = (): void => {
    if (document.visibilityState === "visible") this.#watcher.checkConnection()
  }
}
