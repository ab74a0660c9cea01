/**
 * `<pug-banner>`: the one banner: the connection is lost, and how to get it back.
 *
 * @fires reconnect-now
 */
import { css, html, LitElement, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugBanner extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        background: var(--pug-wash);
        border-block-end: 1px solid var(--pug-line);
      }

      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: var(--pug-space-2);
        padding-block: var(--pug-space-1);
        padding-inline: var(--pug-space-4) var(--pug-space-1);
      }

      p {
        line-height: 1.35;
      }
    `
  ]

  static override properties = {
    text: { attribute: false }
  }

  declare text: string

  constructor() {
    super()
    new LanguageController(this)
    this.text = ""
  }

  override render(): TemplateResult {
    return html`<div>
      <p role="status">${this.text}</p>
      <button class="plain" type="button" @click=${this.#handleReconnect}>${words().banner.reconnect}</button>
    </div>`
  }

  #handleReconnect(): void {
    emit(this, "reconnect-now")
  }
}

customElements.define("pug-banner", PugBanner)

declare global {
  interface HTMLElementTagNameMap {
    "pug-banner": PugBanner
  }
}
