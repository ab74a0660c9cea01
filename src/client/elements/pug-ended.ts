/**
 * `<pug-ended>`: the quiet page at the end of a room: why it ended, what may not have come through, and one action.
 *
 * @fires new-room
 */
import { html, LitElement, nothing, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import type { ViewEnd } from "../RoomView.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { page } from "../styles/page.ts"
import { emit } from "./events.ts"
import { mark } from "./mark.ts"
import { words } from "./words/PageLanguage.ts"

export class PugEnded extends LitElement {
  static override styles = [base, controls, page]

  static override properties = {
    reason: { attribute: false },
    hasUnsent: { attribute: false }
  }

  declare reason: ViewEnd
  declare hasUnsent: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.reason = "left"
    this.hasUnsent = false
  }

  override firstUpdated(): void {
    // The room's controls are gone and the focus with them: it goes to the one thing that is left to say.
    this.renderRoot.querySelector("h1")?.focus()
  }

  override render(): TemplateResult {
    const { title, text } = words().end[this.reason]
    return html`<div class="page">
      ${mark()}
      <h1 tabindex="-1">${title}</h1>
      <p>${text}</p>
      ${this.hasUnsent ? html`<p>${words().unsentAtEnd}</p>` : nothing}
      <div class="actions">
        <button class="primary" type="button" @click=${this.#handleNewRoom}>${words().common.makeNewRoom}</button>
      </div>
    </div>`
  }

  #handleNewRoom(): void {
    emit(this, "new-room")
  }
}

customElements.define("pug-ended", PugEnded)

declare global {
  interface HTMLElementTagNameMap {
    "pug-ended": PugEnded
  }
}
