/**
 * `<pug-language>`: in which language this page speaks, and a choice of others. The choice is this page's alone.
 *
 * @fires choose-language
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { chevron } from "./chevron.ts"
import { emit } from "./events.ts"
import { languageNames, languages } from "./words/Language.ts"
import { pageLanguage, words } from "./words/PageLanguage.ts"

export class PugLanguage extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: inline-grid;
        gap: var(--pug-space-1);
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: var(--pug-space-1);
        color: var(--pug-quiet);
        font-size: var(--pug-text-13);
      }

      svg {
        flex: none;
        inline-size: 16px;
        block-size: 16px;
      }

      .select {
        display: grid;
        align-items: center;
      }

      .select > * {
        grid-area: 1 / 1;
      }

      .select > svg {
        justify-self: end;
        inline-size: 12px;
        block-size: 12px;
        margin-inline-end: var(--pug-space-2);
        pointer-events: none;
      }

      select {
        appearance: none;
        inline-size: auto;
        field-sizing: content;
        padding-inline: var(--pug-space-2) var(--pug-space-6);
        border-color: transparent;
        background: none;
        color: inherit;
        font-size: inherit;
      }

      p {
        color: var(--pug-danger);
        font-size: var(--pug-text-13);
      }
    `
  ]

  constructor() {
    super()
    new LanguageController(this)
  }

  override render(): TemplateResult {
    const { language: current, hasFailed } = pageLanguage
    return html`
      <label>
        ${globe}
        <span class="unseen">${words().language.label}</span>
        <span class="select">
          <select @change=${this.#handleChange}>
            ${languages.map(
              (language) =>
                html`<option lang=${language} .value=${language} .selected=${language === current}>
                  ${languageNames[language]}
                </option>`
            )}
          </select>
          ${chevron}
        </span>
      </label>
      ${hasFailed ? html`<p role="alert">${words().language.failed}</p>` : nothing}
    `
  }

  #handleChange(event: Event): void {
    if (!(event.target instanceof HTMLSelectElement)) return
    const language = languages[event.target.selectedIndex]
    if (language !== undefined) emit(this, "choose-language", { language })
  }
}

const globe = html`<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.3" aria-hidden="true">
  <circle cx="8" cy="8" r="6.5" />
  <path d="M1.500 8h13M8 1.500c-4.500 4-4.500 9 0 13M8 1.500c4.500 4 4.500 9 0 13" />
</svg>`

customElements.define("pug-language", PugLanguage)

declare global {
  interface HTMLElementTagNameMap {
    "pug-language": PugLanguage
  }
}
