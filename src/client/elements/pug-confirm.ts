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
        gap: var(--pug-space-4);
        margin-block-end: var(--pug-space-6);
      }

      .choices button {
        inline-size: 100%;
      }

      small {
        display: block;
        margin-block-start: var(--pug-space-1);
        font-size: var(--pug-text-13);
        color: var(--pug-quiet);
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
    // Not by the attribute: browsers complain of it in the frame of another site.
    if (changed.has("open") && setModal(this.renderRoot, this.open)) {
      this.renderRoot.querySelector<HTMLElement>(".cancel")?.focus()
    }
  }

  override render(): TemplateResult {
    const isChoice = this.actions.length > 1
    return html`<dialog aria-labelledby="heading" aria-describedby="text" @close=${this.#handleClose}>
      <h2 id="heading">${this.heading}</h2>
      <p id="text">${this.text}</p>
      ${isChoice ? html`<div class="choices">${this.#renderChoices()}</div>` : nothing}
      <div class="actions">
        <button type="button" class="cancel" @click=${this.#handleClose}>${words().common.cancel}</button>
        ${isChoice ? nothing : this.actions.map(({ label }, action) => this.#renderAction(label, action))}
      </div>
    </dialog>`
  }

  #renderChoices(): ReadonlyArray<TemplateResult> {
    return this.actions.map(
      ({ label, effect }, action) => html`<div>
        ${this.#renderAction(label, action)}
        <small id="effect-${action}">${effect}</small>
      </div>`
    )
  }

  #renderAction(label: string, action: number): TemplateResult {
    return html`<button
      class="danger"
      type="button"
      aria-describedby=${this.actions.length > 1 ? `effect-${action}` : nothing}
      @click=${() => emit(this, "dialog-confirm", { action })}
    >
      ${label}
    </button>`
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
