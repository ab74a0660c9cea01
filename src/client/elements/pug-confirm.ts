/**
 * `<pug-confirm>`: a dialog that asks before something that cannot be undone. Where there is more than one way to do it,
 * each says what it does.
 *
 * @fires dialog-confirm
 * @fires dialog-close - Cancelled, by button or Escape.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { setModal } from "./modal.ts"
import type { ActionWords } from "./words/QuestionWords.ts"
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

      .choices {
        display: grid;
        gap: var(--pug-space-2);
        margin-block: var(--pug-space-4);
      }

      .choices button {
        flex-direction: column;
        align-items: flex-start;
        gap: var(--pug-space-1);
        padding: var(--pug-space-3) var(--pug-space-4);
        text-align: start;
      }

      small {
        color: var(--pug-ink);
        font-size: var(--pug-text-13);
        font-weight: 400;
        line-height: 1.4;
      }
    `
  ]

  static override properties = {
    open: { attribute: false },
    heading: { attribute: false },
    text: { attribute: false },
    actions: { attribute: false }
  }

  declare open: boolean
  declare heading: string
  declare text: string
  /** What can be done. */
  declare actions: ReadonlyArray<ActionWords>

  constructor() {
    super()
    new LanguageController(this)
    this.open = false
    this.heading = ""
    this.text = ""
    this.actions = []
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("open")) setModal(this.renderRoot, this.open)
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" aria-describedby="text" @close=${this.#handleClose}>
      <h2 id="heading">${this.heading}</h2>
      <p id="text">${this.text}</p>
      ${this.actions.length > 1 ? html`<div class="choices">${this.#renderChoices()}</div>` : nothing}
      <div class="actions">
        <button type="button" autofocus @click=${this.#handleClose}>${words().common.cancel}</button>
        ${this.actions.length > 1 ? nothing : this.#renderChoices()}
      </div>
    </dialog>`
  }

  #renderChoices(): ReadonlyArray<TemplateResult> {
    return this.actions.map(
      ({ label, effect }, action) => html`<button
        class="danger"
        type="button"
        aria-labelledby="label-${action}"
        aria-describedby=${effect === undefined ? nothing : `effect-${action}`}
        @click=${() => emit(this, "dialog-confirm", { action })}
      >
        <span id="label-${action}">${label}</span>
        ${effect === undefined ? nothing : html`<small id="effect-${action}">${effect}</small>`}
      </button>`
    )
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
