/**
 * `<pug-shortcuts>`: a dialog that lists the keys of a room. The names on the keys are the same in every language.
 *
 * @fires dialog-close
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { setModal } from "./modal.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugShortcuts extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      h2 {
        font-size: var(--pug-text-20);
      }

      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--pug-space-3) var(--pug-space-4);
        margin-block: var(--pug-space-4) var(--pug-space-6);
      }

      dt {
        white-space: nowrap;
      }

      dd {
        margin: 0;
      }

      kbd {
        border: 1px solid var(--pug-edge);
        border-radius: 4px;
        padding-inline: 0.4em;
        font-family: var(--pug-mono);
        font-size: var(--pug-text-13);
      }
    `
  ]

  static override properties = { open: { attribute: false } }

  declare open: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.open = false
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("open")) setModal(this.renderRoot, this.open)
  }

  override render(): TemplateResult {
    const { heading, send, line, copy, messages, close, vanish, help } = words().shortcuts
    return html`<dialog aria-labelledby="heading" @close=${this.#handleClose}>
      <h2 id="heading">${heading}</h2>
      <dl>
        ${keys(["Enter"], send)} ${keys(["Shift", "Enter"], line)} ${keys(["Shift", "Tab"], copy)}
        ${keys(["↑", "↓"], messages)} ${keys(["Esc"], close)} ${keys(["Esc", "Esc", "Esc"], vanish)} ${keys(["?"], help)}
      </dl>
      <button class="wide" type="button" @click=${this.#handleClose}>${words().common.close}</button>
    </dialog>`
  }

  #handleClose(): void {
    if (this.open) emit(this, "dialog-close")
  }
}

const keys = (names: ReadonlyArray<string>, meaning: string): TemplateResult => html`
  <dt><span dir="ltr">${names.map((name) => html`<kbd>${name}</kbd> `)}</span></dt>
  <dd>${meaning}</dd>
`

customElements.define("pug-shortcuts", PugShortcuts)

declare global {
  interface HTMLElementTagNameMap {
    "pug-shortcuts": PugShortcuts
  }
}
