/**
 * `<pug-home>`: what this is, the making of a room, and a way into one by its link.
 *
 * @fires create-room
 * @fires cancel-create
 * @fires open-link
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { capacity, ttlSeconds } from "../../protocol/Limits.ts"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { home } from "../styles/home.ts"
import { page } from "../styles/page.ts"
import { chevron } from "./chevron.ts"
import { emit } from "./events.ts"
import { mark } from "./mark.ts"
import { chosenName, nameField } from "./nameField.ts"
import { passwordField, typedPassword } from "./passwordField.ts"
import "./pug-language.ts"
import "./pug-paste.ts"
import { say, words } from "./words/PageLanguage.ts"

const lifetimes: ReadonlyArray<number> = [600, ttlSeconds.default, 4 * 3_600, 12 * 3_600, ttlSeconds.maximum]
const capacities: ReadonlyArray<number> = [capacity.minimum, capacity.default, 10, 20, capacity.maximum]

export class PugHome extends LitElement {
  static override styles = [base, controls, page, home]

  static override properties = {
    isWorking: { attribute: false },
    progress: { attribute: false },
    problem: { attribute: false },
    obstacle: { attribute: false },
    relayUrl: { attribute: false },
    isGuarded: { state: true },
    isMissing: { state: true }
  }

  declare isWorking: boolean
  /** The share of the expected tries done; may pass 1. */
  declare progress: number
  /** Why the last attempt failed; empty if none did. */
  declare problem: string
  /** Why no room can be made on this page at all; empty if one can. */
  declare obstacle: string
  /** The relay of this page, an URL without trailing slash. */
  declare relayUrl: string
  /** The room is to need a password besides its link. */
  declare isGuarded: boolean
  /** No password was there when the room was to be made. */
  declare isMissing: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.isWorking = false
    this.progress = 0
    this.problem = ""
    this.obstacle = ""
    this.relayUrl = ""
    this.isGuarded = false
    this.isMissing = false
  }

  override updated(changed: PropertyValues<this>): void {
    // "Make a room" and "Cancel" take each other's place; the focus must not fall between them.
    if (changed.get("isWorking") !== undefined) this.renderRoot.querySelector<HTMLElement>(".form button")?.focus()
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="pitch">
        <div class="brand">${mark()} Pug</div>
        <h1>${words().home.heading}</h1>
        <p class="claim">${words().home.claim}</p>
        <p>${words().home.pitch}</p>
      </div>
      <div class="card">
        <form class="form" @submit=${this.#handleSubmit}>
          ${this.#renderFields()} ${nameField("", this.isWorking)} ${this.#renderPassword()}
          ${this.isWorking ? this.#renderWork() : this.#renderAction()}
        </form>
        <pug-paste .relayUrl=${this.relayUrl} .isDisabled=${this.isWorking}></pug-paste>
      </div>
      ${this.#renderTerms()}
      <pug-language></pug-language>
    </div>`
  }

  #renderFields(): TemplateResult {
    return html`
      <div class="fields">
        <div>
          <label for="lifetime">${words().home.lasts}</label>
          <div class="select">
            <select id="lifetime" ?disabled=${this.isWorking}>
              ${lifetimes.map(
                (seconds) =>
                  html`<option .value=${String(seconds)} ?selected=${seconds === ttlSeconds.default}>
                    ${say().duration(seconds * 1_000)}
                  </option>`
              )}
            </select>
            ${chevron}
          </div>
        </div>
        <div>
          <label for="people">${words().home.people}</label>
          <div class="select">
            <select id="people" ?disabled=${this.isWorking}>
              ${capacities.map(
                (people) =>
                  html`<option .value=${String(people)} ?selected=${people === capacity.default}>
                    ${words().home.upTo(people)}
                  </option>`
              )}
            </select>
            ${chevron}
          </div>
        </div>
      </div>
    `
  }

  #renderPassword(): TemplateResult {
    const { isGuarded, isMissing, isWorking } = this
    return html`<div>
      <label class="option">
        <input type="checkbox" ?disabled=${isWorking} .checked=${isGuarded} @change=${this.#handleGuarded} />
        ${words().password.choice}
      </label>
      ${isGuarded ? passwordField({ hint: words().password.toMake, isDisabled: isWorking, isMissing }) : nothing}
    </div>`
  }

  #renderAction(): TemplateResult {
    if (this.obstacle !== "") return html`<p class="problem">${this.obstacle}</p>`
    return html`
      <button class="primary wide" type="submit">${words().home.make}</button>
      ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
    `
  }

  #renderWork(): TemplateResult {
    const isLong = this.progress > 1
    return html`<div class="work">
      <button class="wide" type="button" @click=${this.#handleCancel}>${words().common.cancel}</button>
      <p>
        <span role="status">${words().home.working}</span>
        ${isLong ? words().home.workingLong : say().percent(this.progress)}
      </p>
      <progress aria-label=${words().home.workLabel} max="1" .value=${Math.min(1, this.progress)}></progress>
    </div>`
  }

  #renderTerms(): TemplateResult {
    return html`<details>
      <summary>${words().home.terms} ${chevron}</summary>
      <div class="terms">
        <div>
          <h2>${words().home.does}</h2>
          <ul>
            ${words().home.doesList.map((fact) => html`<li>${fact}</li>`)}
          </ul>
        </div>
        <div>
          <h2>${words().home.doesNot}</h2>
          <ul>
            ${words().home.doesNotList.map((fact) => html`<li>${fact}</li>`)}
          </ul>
        </div>
      </div>
    </details>`
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault()
    if (this.isWorking || this.obstacle !== "") return
    const password = this.isGuarded ? typedPassword(this.renderRoot) : ""
    this.isMissing = password === undefined
    if (password === undefined) return
    emit(this, "create-room", {
      ttlSeconds: this.#selected("lifetime"),
      capacity: this.#selected("people"),
      name: chosenName(this.renderRoot),
      password
    })
  }

  #handleGuarded(): void {
    this.isGuarded = !this.isGuarded
    this.isMissing = false
  }

  #handleCancel(): void {
    emit(this, "cancel-create")
  }

  #selected(id: "lifetime" | "people"): number {
    return Number(this.renderRoot.querySelector<HTMLSelectElement>(`#${id}`)?.value)
  }
}

customElements.define("pug-home", PugHome)

declare global {
  interface HTMLElementTagNameMap {
    "pug-home": PugHome
  }
}
