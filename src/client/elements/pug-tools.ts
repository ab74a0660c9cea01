/**
 * `<pug-tools>`: what one can do with a room: to invite, for the creator to lock it, change its link and end it for all, and
 * three ways out.
 *
 * @fires show-invite
 * @fires lock-room
 * @fires vanish-room
 * @fires ask-first - What cannot be undone is asked about.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugTools extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: grid;
        gap: var(--pug-space-1);
      }

      button:not(.invite) {
        justify-content: flex-start;
        border-color: transparent;
        padding-inline: var(--pug-space-3);
      }

      .invite {
        margin-block-end: var(--pug-space-2);
      }

      small {
        margin-block: calc(-1 * var(--pug-space-3)) var(--pug-space-1);
        padding-inline: calc(var(--pug-space-3) + 1px);
        color: var(--pug-quiet);
        font-size: var(--pug-text-13);
      }
    `
  ]

  static override properties = {
    isCreator: { attribute: false },
    isLocked: { attribute: false }
  }

  declare isCreator: boolean
  declare isLocked: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.isCreator = false
    this.isLocked = false
  }

  override render(): TemplateResult {
    const { room } = words()
    return html`
      <button class="invite" type="button" @click=${() => emit(this, "show-invite", { isOpen: true })}>${room.invite}</button>
      ${this.isCreator ? this.#renderDoors() : nothing}
      <button type="button" @click=${() => emit(this, "ask-first", { about: "Leave" })}>${room.leave}</button>
      ${
        this.isCreator
          ? html`<button class="danger" type="button" @click=${() => emit(this, "ask-first", { about: "Purge" })}>
              ${room.purge}
            </button>`
          : nothing
      }
      <button type="button" aria-describedby="vanish-how" @click=${() => emit(this, "vanish-room")}>${room.vanish}</button>
      <small id="vanish-how">${room.vanishHow}</small>
    `
  }

  /** Who may come in, and by which link. */
  #renderDoors(): TemplateResult {
    const { lock, rotate, unlock } = words().room
    return html`
      <button type="button" @click=${() => emit(this, "lock-room", { isLocked: !this.isLocked })}>
        ${this.isLocked ? unlock : lock}
      </button>
      <button type="button" @click=${() => emit(this, "ask-first", { about: "Rotate" })}>${rotate}</button>
    `
  }
}

customElements.define("pug-tools", PugTools)

declare global {
  interface HTMLElementTagNameMap {
    "pug-tools": PugTools
  }
}
