/**
 * `<pug-join>`: what a guest sees first: what this is, a field for the password if there is one, and a button. Nothing
 * connects before it is pressed.
 *
 * With a link that cannot be used, it says what is wrong and what to do.
 *
 * @fires join-room
 * @fires new-room
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { page } from "../styles/page.ts"
import { emit } from "./events.ts"
import { mark } from "./mark.ts"
import { chosenName, nameField } from "./nameField.ts"
import { passwordField, typedPassword } from "./passwordField.ts"
import "./pug-language.ts"
import type { TitledText } from "./words/en.ts"
import { words } from "./words/PageLanguage.ts"

export class PugJoin extends LitElement {
  static override styles = [
    base,
    controls,
    page,
    css`
      form {
        display: grid;
        gap: var(--pug-space-4);
        margin-block-start: var(--pug-space-2);
      }

      .page > .small {
        font-size: var(--pug-text-15);
        color: var(--pug-quiet);
      }
    `
  ]

  static override properties = {
    problem: { attribute: false },
    name: { attribute: false },
    needsPassword: { attribute: false },
    isMissing: { state: true }
  }

  /** Why the room cannot be entered; absent for a good link. */
  declare problem: TitledText | undefined
  /** What the field for a name begins with. */
  declare name: string
  /** The link opens nothing without a password. */
  declare needsPassword: boolean
  /** No password was there when somebody wanted to join. */
  declare isMissing: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.problem = undefined
    this.name = ""
    this.needsPassword = false
    this.isMissing = false
  }

  override render(): TemplateResult {
    return html`<div class="page">
      ${mark()} ${this.problem === undefined ? this.#renderInvitation() : this.#renderProblem(this.problem)}
      <pug-language></pug-language>
    </div>`
  }

  #renderInvitation(): TemplateResult {
    return html`
      <h1>${words().join.heading}</h1>
      <p>${words().join.pitch}</p>
      <form @submit=${this.#handleJoin}>
        ${this.needsPassword ? this.#renderPassword() : nothing} ${nameField(this.name, false)}
        <button class="primary wide" type="submit">${words().join.join}</button>
      </form>
      <p class="small">${words().join.beforehand}</p>
    `
  }

  #renderPassword(): TemplateResult {
    return passwordField({ hint: words().password.toJoin, isDisabled: false, isMissing: this.isMissing })
  }

  #renderProblem({ title, text }: TitledText): TemplateResult {
    return html`
      <h1>${title}</h1>
      <p>${text}</p>
      <div class="actions">
        <button type="button" @click=${this.#handleNewRoom}>${words().common.makeOwnRoom}</button>
      </div>
    `
  }

  #handleJoin(event: SubmitEvent): void {
    event.preventDefault()
    const password = this.needsPassword ? typedPassword(this.renderRoot) : ""
    this.isMissing = password === undefined
    if (password !== undefined) emit(this, "join-room", { name: chosenName(this.renderRoot), password })
  }

  #handleNewRoom(): void {
    emit(this, "new-room")
  }
}

customElements.define("pug-join", PugJoin)

declare global {
  interface HTMLElementTagNameMap {
    "pug-join": PugJoin
  }
}
