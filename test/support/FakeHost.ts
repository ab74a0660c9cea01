/**
 * A host without a DOM: counts the updates that a controller asks for, and updates when it is told to.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"

export class FakeHost implements ReactiveControllerHost {
  readonly updateComplete = Promise.resolve(true)
  updateCount = 0
  readonly #controllers: Array<ReactiveController> = []

  addController(controller: ReactiveController): void {
    this.#controllers.push(controller)
  }

  removeController(controller: ReactiveController): void {
    this.#controllers.splice(this.#controllers.indexOf(controller), 1)
  }

  requestUpdate(): void {
    this.updateCount += 1
  }

  update(): void {
    for (const controller of this.#controllers) controller.hostUpdate?.()
  }

  disconnect(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.()
  }
}
