/**
 * `<pug-keep>`: the switch by which a tab keeps the way back into the room, and what that means.
 *
 * @fires keep-room
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugKeep extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
        padding-inline: var(--pug-space-3);
        font-size: var(--pug-text-13);
      }

      small {
        display: block;
        margin-block-start: calc(-1 * var(--pug-space-2));
        padding-inline-start: calc(18px + var(--pug-space-2));
        color: var(--pug-quiet);
        font-size: var(--pug-text-13);
      }
    `
  ]

  static override properties = {
    isKept: { attribute: false },
    isCreator: { attribute: false },
    needsPassword: { attribute: false }
  }

  declare isKept: boolean
  declare isCreator: boolean
  declare needsPassword: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.isKept = false
    this.isCreator = false
    this.needsPassword = false
  }

  override render(): TemplateResult {
    const { choice, asCreator, asGuest, noPassword } = words().keep
    return html`
      <label class="option">
        <input type="checkbox" aria-describedby="keep-how" .checked=${this.isKept} @change=${this.#handleChange} />
        ${choice}
      </label>
      <small id="keep-how">${this.isCreator ? asCreator : asGuest} ${this.needsPassword ? noPassword : nothing}</small>
    `
  }

  #handleChange(): void {
    emit(this, "keep-room", { isKept: !this.isKept })
  }
}

customElements.define("pug-keep", PugKeep)

declare global {
  interface HTMLElementTagNameMap {
    "pug-keep": PugKeep
  }
}
