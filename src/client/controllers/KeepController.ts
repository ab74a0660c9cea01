/**
 * Keeps the way back into a room for as long as the person wants it and there is a room: what is kept follows a changed
 * link, and is gone with the room or with the wish.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"
import { forgetRoom, type Keeping, keepRoom, type KeptRoom } from "../KeptRoom.ts"

export interface RoomKeeper {
  /** What the person has chosen. While it is `never`, the storage is left as it is. */
  readonly keeping: () => Keeping
  /** What there is to keep now. */
  readonly room: () => KeptRoom | undefined
}

export class KeepController implements ReactiveController {
  readonly #keeper: RoomKeeper
  #hasKept = false

  constructor(host: ReactiveControllerHost, keeper: RoomKeeper) {
    this.#keeper = keeper
    host.addController(this)
  }

  hostUpdated(): void {
    const keeping = this.#keeper.keeping()
    if (keeping === "never") return
    const room = keeping === "on" ? this.#keeper.room() : undefined
    if (room === undefined) return this.forget()
    keepRoom(room)
    this.#hasKept = true
  }

  /** At once, for a page that is about to be emptied. */
  forget(): void {
    if (this.#hasKept) forgetRoom()
    this.#hasKept = false
  }
}
