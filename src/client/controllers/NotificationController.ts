/**
 * A notification of the browser's, for a page that nobody sees: it says that something came in, and neither what, nor from
 * whom, nor in which room.
 *
 * The browser is asked for its permission when the person switches it on, and never before. One notification at a time: it
 * goes when the page is seen again, is left, or is gone.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"

export class NotificationController implements ReactiveController {
  readonly isSupported = canNotify()
  /** `refused`: the browser, or the person whom it has asked, does not want it. */
  state: "off" | "on" | "refused" = "off"

  readonly #host: ReactiveControllerHost
  #isConnected = false
  #shown: Notification | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#isConnected = true
    document.addEventListener("visibilitychange", this.#handleVisibility)
  }

  hostDisconnected(): void {
    this.#isConnected = false
    document.removeEventListener("visibilitychange", this.#handleVisibility)
    this.switchOff()
  }

  /** In answer to a click. The browser may ask the person. */
  switchOn(): void {
    void Notification.requestPermission().then((permission) => {
      if (this.#isConnected) this.#become(permission === "granted" ? "on" : "refused")
    })
  }

  switchOff(): void {
    this.#close()
    this.#become("off")
  }

  /** Shows it, where it is on, the page is hidden, and it is not there yet. */
  show(text: string): void {
    if (this.state !== "on" || document.visibilityState === "visible" || this.#shown !== undefined) return
    // Its own sound is the system's; ours has a switch of its own.
    const shown = new Notification(text, { silent: true })
    shown.addEventListener("click", () => {
      window.focus()
      this.#close()
    })
    // The person has put it away: the next message is news again.
    shown.addEventListener("close", () => {
      if (this.#shown === shown) this.#shown = undefined
    })
    this.#shown = shown
  }

  readonly #handleVisibility = (): void => {
    if (document.visibilityState === "visible") this.#close()
  }

  #close(): void {
    this.#shown?.close()
    this.#shown = undefined
  }

  #become(state: "off" | "on" | "refused"): void {
    this.state = state
    this.#host.requestUpdate()
  }
}

/**
 * Browsers refuse them to what stands in a frame of another site, and Chromium for Android to pages without a service
 * worker: there the constructor throws, which elsewhere shows nothing without a permission.
 */
const canNotify = (): boolean => {
  if (!("Notification" in window) || window.top !== window) return false
  if (Notification.permission === "granted") return true
  try {
    new Notification("")
    return true
  } catch {
    return false
  }
}
