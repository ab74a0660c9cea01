/**
 * What this client still has to say, in order, across connections.
 *
 * A message leaves it when it has come back in the log, so a lost connection loses none: `rewind` puts what was sent but
 * not seen in front again, to be sealed anew under the same message ID. A command leaves it when it is sent; the relay
 * answers commands by the log. Unbounded: its only writer is the application that owns it.
 */
import type { ClientFrame } from "../../protocol/ClientFrame.ts"
import type { Bytes } from "../crypto/WebCrypto.ts"

export interface OutgoingText {
  readonly _tag: "Text"
  /** base64url of `idBytes`. */
  readonly id: string
  readonly idBytes: Bytes
  readonly sentAt: number
  readonly body: string
}

export type Outgoing =
  | OutgoingText
  | { readonly _tag: "Command"; readonly frame: ClientFrame }
  | { readonly _tag: "Rotate"; readonly secret: Bytes }

export class Outbox {
  #waiting: Array<Outgoing> = []
  #sent: Array<OutgoingText> = []

  add(item: Outgoing): void {
    this.#waiting.push(item)
  }

  /** The next item, which stays first until `markSent`. */
  get next(): Outgoing | undefined {
    return this.#waiting[0]
  }

  /** The next item is on its way. */
  markSent(): void {
    const item = this.#waiting.shift()
    if (item?._tag === "Text") this.#sent.push(item)
  }

  /** A message has come back. */
  confirm(id: string): void {
    this.#sent = this.#sent.filter((text) => text.id !== id)
  }

  /** A new connection: what was sent and has not come back is to be sent again, first. */
  rewind(): void {
    this.#waiting.unshift(...this.#sent)
    this.#sent = []
  }

  /** Gives up what was sent and has not come back. */
  takeSent(): ReadonlyArray<OutgoingText> {
    const sent = this.#sent
    this.#sent = []
    return sent
  }

  /** Gives up everything; the messages among it. */
  takeAll(): ReadonlyArray<OutgoingText> {
    const texts = [...this.takeSent(), ...this.#waiting.filter((item) => item._tag === "Text")]
    this.#waiting = []
    return texts
  }
}
