/**
 * `<pug-away>`: what happens while the person looks elsewhere, by three switches that are off at first: what is said is
 * blurred, a sound is heard, a notification is shown. The wishes are kept nowhere and end with the room.
 *
 * @fires veil-talk
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { live } from "lit/directives/live.js"
import { ChimeController } from "../controllers/ChimeController.ts"
import { LanguageController } from "../controllers/LanguageController.ts"
import { NotificationController } from "../controllers/NotificationController.ts"
import { messagesSince } from "../messagesSince.ts"
import type { LogEntry } from "../RoomLog.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { chevron } from "./chevron.ts"
import { emit } from "./events.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugAway extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
      }

      details {
        font-size: var(--pug-text-13);
      }

      summary {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--pug-space-2);
        min-block-size: var(--pug-target);
        padding-inline: var(--pug-space-3);
        color: var(--pug-quiet);
        list-style: none;
        cursor: pointer;
      }

      summary::-webkit-details-marker {
        display: none;
      }

      summary svg {
        flex: none;
        inline-size: 16px;
        block-size: 16px;
      }

      details[open] summary svg {
        rotate: 180deg;
      }

      .wishes {
        padding-inline: var(--pug-space-3);
        padding-block-end: var(--pug-space-2);
      }

      small {
        display: block;
        margin-block-start: calc(-1 * var(--pug-space-2));
        margin-inline-start: calc(18px + var(--pug-space-2));
        font-size: inherit;
        color: var(--pug-quiet);
      }

      .refused {
        color: var(--pug-danger);
      }
    `
  ]

  static override properties = {
    entries: { attribute: false },
    isAway: { attribute: false },
    isVeiling: { attribute: false }
  }

  /** The log. What comes in is what is new in it, of others. */
  declare entries: ReadonlyArray<LogEntry>
  /** The person looks elsewhere. */
  declare isAway: boolean
  declare isVeiling: boolean

  readonly #chime = new ChimeController(this)
  readonly #notification = new NotificationController(this)

  constructor() {
    super()
    new LanguageController(this)
    this.entries = []
    this.isAway = false
    this.isVeiling = false
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("entries")
    if (before === undefined || !this.isAway) return
    if (messagesSince(before, this.entries).every(({ sender }) => sender.isSelf)) return
    this.#chime.ring()
    this.#notification.show(words().away.arrived)
  }

  override render(): TemplateResult {
    const { away } = words()
    return html`<details>
      <summary>${away.heading} ${chevron}</summary>
      <div class="wishes" role="group" aria-label=${away.heading}>
        ${this.#renderSwitch(away.veil, this.isVeiling, this.#handleVeil)}
        ${this.#chime.isSupported ? this.#renderSwitch(away.sound, this.#chime.isOn, this.#handleSound) : nothing}
        ${this.#notification.isSupported ? this.#renderNotification() : nothing}
      </div>
    </details>`
  }

  #renderNotification(): TemplateResult {
    const { notify, notifyHow, notifyRefused } = words().away
    const isRefused = this.#notification.state === "refused"
    return html`
      ${this.#renderSwitch(notify, this.#notification.state === "on", this.#handleNotification)}
      <small class=${isRefused ? "refused" : ""} role="status">${isRefused ? notifyRefused : notifyHow}</small>
    `
  }

  #renderSwitch(text: string, isOn: boolean, toggle: () => void): TemplateResult {
    return html`<label class="option"><input type="checkbox" .checked=${live(isOn)} @change=${toggle} /> ${text}</label>`
  }

  #handleVeil(): void {
    emit(this, "veil-talk", { isVeiling: !this.isVeiling })
  }

  #handleSound(): void {
    if (this.#chime.isOn) this.#chime.switchOff()
    else this.#chime.switchOn()
  }

  #handleNotification(): void {
    if (this.#notification.state === "on") this.#notification.switchOff()
    else this.#notification.switchOn()
  }
}

customElements.define("pug-away", PugAway)

declare global {
  interface HTMLElementTagNameMap {
    "pug-away": PugAway
  }
}
