/**
 * `<pug-password-doubt>`: the password that was typed opens nothing of what is said: says so, and takes another. The relay
 * is not asked, so this appears once others have spoken. It stands in the place of the composer: what is written under a
 * wrong password nobody reads.
 *
 * @fires use-password
 */
import { css, html, LitElement, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { passwordField, typedPassword } from "./passwordField.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugPasswordDoubt extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        border-block-start: 1px solid var(--pug-line);
        background: var(--pug-raised);
      }

      form {
        display: grid;
        justify-items: start;
        gap: var(--pug-space-3);
        max-inline-size: 30rem;
        padding: var(--pug-space-4);
        padding-block-end: max(var(--pug-space-4), env(safe-area-inset-bottom));
      }

      form > div {
        inline-size: 100%;
      }

      h2 {
        margin-block-end: var(--pug-space-1);
        font-size: var(--pug-text-17);
        color: var(--pug-danger);
      }

      label {
        display: block;
        margin-block-end: var(--pug-space-1);
        font-weight: 550;
      }

      input {
        inline-size: 100%;
        background: var(--pug-paper);
      }

      .below {
        display: block;
        margin-block-start: var(--pug-space-1);
        font-size: var(--pug-text-13);
        color: var(--pug-quiet);
      }

      .problem {
        margin-block-start: var(--pug-space-1);
        color: var(--pug-danger);
      }
    `
  ]

  static override properties = {
    isMissing: { state: true },
    isTrying: { state: true }
  }

  declare isMissing: boolean
  /** Another password is on its way in; this element goes when it is in. */
  declare isTrying: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.isMissing = false
    this.isTrying = false
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector("input")?.focus()
  }

  override render(): TemplateResult {
    const { isMissing, isTrying } = this
    return html`<form @submit=${this.#handleSubmit}>
      <div role="alert">
        <h2>${words().passwordDoubt.title}</h2>
        <p>${words().passwordDoubt.text}</p>
      </div>
      ${passwordField({ hint: words().passwordDoubt.hint, isDisabled: isTrying, isMissing })}
      <button class="primary" type="submit" ?disabled=${isTrying}>
        ${isTrying ? words().passwordDoubt.trying : words().passwordDoubt.action}
      </button>
    </form>`
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault()
    const password = typedPassword(this.renderRoot)
    this.isMissing = password === undefined
    if (password === undefined) return
    this.isTrying = true
    emit(this, "use-password", { password })
  }
}

customElements.define("pug-password-doubt", PugPasswordDoubt)

declare global {
  interface HTMLElementTagNameMap {
    "pug-password-doubt": PugPasswordDoubt
  }
}
