/**
 * `<pug-home>`: what this is, and the making of a room.
 *
 * @fires create-room
 * @fires cancel-create
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { capacity, ttlSeconds } from "../../protocol/Limits.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { page } from "../styles/page.ts"
import { emit } from "./events.ts"
import { mark } from "./mark.ts"
import { durationText } from "./words/TimeWords.ts"

const lifetimes: ReadonlyArray<number> = [600, ttlSeconds.default, 4 * 3_600, 12 * 3_600, ttlSeconds.maximum]
const capacities: ReadonlyArray<number> = [capacity.minimum, capacity.default, 10, 20, capacity.maximum]

export class PugHome extends LitElement {
  static override styles = [
    base,
    controls,
    page,
    css`
      .brand {
        display: flex;
        align-items: center;
        gap: var(--pug-space-3);
        font-size: var(--pug-text-20);
        font-weight: 650;
      }

      .claim {
        margin-block-start: var(--pug-space-2);
        font-size: var(--pug-text-20);
        line-height: 1.4;
      }

      .fields {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--pug-space-3);
        margin-block-start: var(--pug-space-2);
      }

      label {
        display: block;
        margin-block-end: var(--pug-space-1);
        font-weight: 550;
      }

      select {
        inline-size: 100%;
      }

      .work {
        display: grid;
        gap: var(--pug-space-2);
      }

      progress {
        appearance: none;
        inline-size: 100%;
        block-size: 6px;
        border: 0;
        border-radius: 3px;
        overflow: hidden;
        background: var(--pug-line);
        color: var(--pug-accent-line);
      }

      progress::-webkit-progress-bar {
        background: var(--pug-line);
      }

      progress::-webkit-progress-value {
        background: var(--pug-accent-line);
        transition: inline-size var(--pug-motion);
      }

      progress::-moz-progress-bar {
        background: var(--pug-accent-line);
      }

      .problem {
        color: var(--pug-danger);
      }

      details {
        margin-block-start: var(--pug-space-2);
        border-block-start: 1px solid var(--pug-line);
        padding-block-start: var(--pug-space-2);
      }

      summary {
        padding-block: var(--pug-space-3);
        font-weight: 550;
        cursor: pointer;
      }

      h2 {
        margin-block: var(--pug-space-3) var(--pug-space-2);
        font-size: var(--pug-text-15);
      }

      li {
        position: relative;
        padding-inline-start: var(--pug-space-4);
        margin-block-end: var(--pug-space-2);
      }

      li::before {
        content: "";
        position: absolute;
        inset-inline-start: 0;
        inset-block-start: 0.65em;
        inline-size: 6px;
        block-size: 2px;
        background: var(--pug-accent-line);
      }
    `
  ]

  static override properties = {
    isWorking: { attribute: false },
    progress: { attribute: false },
    problem: { attribute: false },
    obstacle: { attribute: false }
  }

  declare isWorking: boolean
  /** The share of the expected tries done; may pass 1. */
  declare progress: number
  /** Why the last attempt failed; empty if none did. */
  declare problem: string
  /** Why no room can be made on this page at all; empty if one can. */
  declare obstacle: string

  constructor() {
    super()
    this.isWorking = false
    this.progress = 0
    this.problem = ""
    this.obstacle = ""
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="brand">${mark()} Pug</div>
      <h1>A room that forgets.</h1>
      <p class="claim">Talk, then it is gone.</p>
      <p>
        Make a room and send its link to whom you want to talk to. Your words are encrypted in the browser. The relay
        passes them on, cannot read them and keeps nothing. No account, no app.
      </p>
      <div class="fields">
        <div>
          <label for="lifetime">Lasts</label>
          <select id="lifetime" ?disabled=${this.isWorking}>
            ${lifetimes.map(
              (seconds) =>
                html`<option .value=${String(seconds)} ?selected=${seconds === ttlSeconds.default}>
                  ${durationText(seconds * 1_000)}
                </option>`
            )}
          </select>
        </div>
        <div>
          <label for="people">People</label>
          <select id="people" ?disabled=${this.isWorking}>
            ${capacities.map(
              (people) =>
                html`<option .value=${String(people)} ?selected=${people === capacity.default}>up to ${people}</option>`
            )}
          </select>
        </div>
      </div>
      ${this.isWorking ? this.#renderWork() : this.#renderAction()}
      ${this.#renderTerms()}
    </div>`
  }

  #renderAction(): TemplateResult {
    if (this.obstacle !== "") return html`<p class="problem">${this.obstacle}</p>`
    return html`
      <button class="primary wide" type="button" @click=${this.#handleCreate}>Make a room</button>
      ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
    `
  }

  #renderWork(): TemplateResult {
    const isLong = this.progress > 1
    return html`<div class="work">
      <button class="wide" type="button" @click=${this.#handleCancel}>Cancel</button>
      <p>
        <span role="status">Doing a little work, so that robots cannot flood us.</span>
        ${isLong ? "It takes longer than most." : `${Math.floor(this.progress * 100)} %`}
      </p>
      <progress aria-label="Work" max="1" .value=${Math.min(1, this.progress)}></progress>
    </div>`
  }

  #renderTerms(): TemplateResult {
    return html`<details>
      <summary>What this does, and what it does not</summary>
      <h2>It does</h2>
      <ul>
        <li>encrypt and decrypt in your browser, with a key that is only in the link</li>
        <li>end the room for everybody when its time is up, when you end it, or when the last person leaves</li>
        <li>show you when a message is missing, changed or comes twice</li>
        <li>store nothing: no account, no history, no cookie, nothing on your device</li>
      </ul>
      <h2>It does not</h2>
      <ul>
        <li>stop anybody in the room from copying or photographing what they read</li>
        <li>tell you who a person is: whoever has the link can come in</li>
        <li>hide from the relay that you talk, when, how much, and from which network address</li>
        <li>help if your device or browser is watched, or if the link was read on its way</li>
      </ul>
    </details>`
  }

  #handleCreate(): void {
    emit(this, "create-room", { ttlSeconds: this.#selected("lifetime"), capacity: this.#selected("people") })
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
