/**
 * `<pug-confirm>`: a dialog that asks before something that cannot be undone.
 *
 * @fires dialog-confirm
 * @fires dialog-close - Cancelled, by button or Escape.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { setModal } from "./modal.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugConfirm extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      h2 {
        font-size: var(--pug-text-20);
      }

      p {
        margin-block: var(--pug-space-3) var(--pug-space-6);
      }

      .actions {
        justify-content: flex-end;
      }
    `
  ]

  static override properties = {
    open: { attribute: false },
    heading: { attribute: false },
    text: { attribute: false },
    action: { attribute: false }
  }

  declare open: boolean
  declare heading: string
  declare text: string
  /** The label of the button that does it. */
  declare action: string

  constructor() {
    super()
    new LanguageController(this)
    this.open = false
    this.heading = ""
    this.text = ""
    this.action = ""
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("open")) setModal(this.renderRoot, this.open)
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" aria-describedby="text" @close=${this.#handleClose}>
      <h2 id="heading">${this.heading}</h2>
      <p id="text">${this.text}</p>
      <div class="actions">
        <button type="button" @click=${this.#handleClose}>${words().common.cancel}</button>
        <button class="danger" type="button" @click=${this.#handleConfirm}>${this.action}</button>
      </div>
    </dialog>`
  }

  #handleConfirm(): void {
    emit(this, "dialog-confirm")
  }

  #handleClose(): void {
    if (this.open) emit(this, "dialog-close")
  }
}

customElements.define("pug-confirm", PugConfirm)

declare global {
  interface HTMLElementTagNameMap {
    "pug-confirm": PugConfirm
  }
}
