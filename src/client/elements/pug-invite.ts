/**
 * `<pug-invite>`: a sheet with the room's link: to select, to copy, to share, and who can come in with it.
 *
 * The clipboard and the share sheet belong to the browser; what they do with the link is out of our hands.
 *
 * @fires dialog-close
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"

export class PugInvite extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      h2 {
        font-size: var(--pug-text-20);
      }

      label {
        display: block;
        margin-block: var(--pug-space-4) var(--pug-space-1);
        font-size: var(--pug-text-13);
        color: var(--pug-quiet);
      }

      input {
        inline-size: 100%;
        font-family: var(--pug-mono);
        font-size: var(--pug-text-15);
        text-overflow: ellipsis;
      }

      .actions {
        margin-block: var(--pug-space-3) var(--pug-space-4);
      }

      .actions button {
        flex: 1 1 8rem;
      }

      .problem {
        margin-block-end: var(--pug-space-4);
        color: var(--pug-danger);
      }

      .close {
        margin-block-start: var(--pug-space-2);
      }
    `
  ]

  static override properties = {
    open: { attribute: false },
    link: { attribute: false },
    capacity: { attribute: false },
    canShare: { state: true },
    copied: { state: true }
  }

  declare open: boolean
  /** Absent when the link has changed and the new one has not reached us. */
  declare link: string | undefined
  declare capacity: number
  declare canShare: boolean
  /** How the last copying went. */
  declare copied: "yes" | "no" | undefined

  constructor() {
    super()
    this.open = false
    this.link = undefined
    this.capacity = 0
    this.canShare = "share" in navigator
    this.copied = undefined
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("open") || changed.has("link")) this.copied = undefined
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("open")) return
    const dialog = this.renderRoot.querySelector("dialog")
    if (this.open && dialog?.open === false) {
      dialog.showModal()
      this.renderRoot.querySelector<HTMLElement>("button.primary")?.focus()
    }
    if (!this.open) dialog?.close()
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @close=${this.#handleClose}>
      <h2 id="heading">Invite</h2>
      ${this.link === undefined ? html`<p>${unknownLink}</p>` : this.#renderLink(this.link)}
      <button class="close plain wide" type="button" @click=${this.#handleClose}>Close</button>
    </dialog>`
  }

  #renderLink(link: string): TemplateResult {
    return html`
      <label for="link">The link of this room</label>
      <input id="link" readonly spellcheck="false" dir="ltr" .value=${link} @focus=${this.#handleFocus} />
      <div class="actions">
        <button class="primary" type="button" @click=${this.#handleCopy}>
          ${this.copied === "yes" ? "Copied" : "Copy link"}
        </button>
        ${this.canShare ? html`<button type="button" @click=${this.#handleShare}>Share</button>` : nothing}
      </div>
      <p class="unseen" role="status">${this.copied === "yes" ? "The link is copied." : ""}</p>
      ${this.copied === "no" ? html`<p class="problem" role="alert">${copyByHand}</p>` : nothing}
      <p>
        Whoever has the link can come in and read along, until ${this.capacity} are here, the room is locked, or its
        time is up. Send it only to whom you mean.
      </p>
    `
  }

  #handleFocus(event: FocusEvent): void {
    if (event.target instanceof HTMLInputElement) event.target.select()
  }

  #handleCopy(): void {
    navigator.clipboard.writeText(this.link ?? "").then(
      () => {
        this.copied = "yes"
      },
      () => {
        this.copied = "no"
        this.renderRoot.querySelector("input")?.focus()
      }
    )
  }

  #handleShare(): void {
    // A share sheet that is closed without sharing rejects; that is a choice, not a failure.
    navigator.share({ url: this.link ?? "" }).catch(() => undefined)
  }

  #handleClose(): void {
    if (this.open) emit(this, "dialog-close")
  }
}

const copyByHand = "The browser did not allow copying. The link is selected: copy it by hand."

const unknownLink =
  "The creator has made a new link, and it has not reached you yet. The old one no longer works. Ask in the room."

customElements.define("pug-invite", PugInvite)

declare global {
  interface HTMLElementTagNameMap {
    "pug-invite": PugInvite
  }
}
