/**
 * `<pug-waiting>`: between the click and the room: going in, or why not yet.
 *
 * @fires reconnect-now
 * @fires leave-room
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import type { Connection } from "../RoomView.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { page } from "../styles/page.ts"
import { emit } from "./events.ts"
import { mark } from "./mark.ts"
import { say, words } from "./words/PageLanguage.ts"
import { waitWords } from "./words/WaitWords.ts"

export class PugWaiting extends LitElement {
  static override styles = [
    base,
    controls,
    page,
    css`
      .mark {
        color: var(--pug-quiet);
      }

      .reason {
        display: grid;
        gap: var(--pug-space-3);
        font-size: var(--pug-text-17);
      }
    `
  ]

  static override properties = {
    connection: { attribute: false }
  }

  declare connection: Connection

  constructor() {
    super()
    new LanguageController(this)
    this.connection = { _tag: "Connecting" }
  }

  override firstUpdated(): void {
    // The button that led here is gone and the focus with it.
    this.renderRoot.querySelector("h1")?.focus()
  }

  override render(): TemplateResult {
    const { connection } = this
    const { title, text } = waitWords(connection)
    const isStuck = connection._tag === "Waiting" || connection._tag === "Lost"
    return html`<div class="page">
      ${mark()}
      <div class="reason" role="status">
        <h1 tabindex="-1">${title}</h1>
        <p>${text}</p>
      </div>
      ${connection._tag === "Working" ? html`<p class="quiet">${say().percent(Math.min(1, connection.progress))}</p>` : nothing}
      <div class="actions">
        ${isStuck ? html`<button type="button" @click=${this.#handleTry}>${words().wait.tryNow}</button>` : nothing}
        <button class="plain" type="button" @click=${this.#handleLeave}>${words().wait.giveUp}</button>
      </div>
    </div>`
  }

  #handleTry(): void {
    emit(this, "reconnect-now")
  }

  #handleLeave(): void {
    emit(this, "leave-room")
  }
}

customElements.define("pug-waiting", PugWaiting)

declare global {
  interface HTMLElementTagNameMap {
    "pug-waiting": PugWaiting
  }
}
