/**
 * `<pug-invite>`: a sheet with the room's link: to scan, to select, to copy, to share, to read out, and who can come in
 * with it.
 *
 * The clipboard and the share sheet belong to the browser; what they do with the link is out of our hands. The QR code is
 * drawn here, the words are made here; what they take is loaded when it is shown.
 *
 * @fires dialog-close
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { invite } from "../styles/invite.ts"
import { emit } from "./events.ts"
import { setModal } from "./modal.ts"
import { words } from "./words/RoomLanguage.ts"

export class PugInvite extends LitElement {
  static override styles = [base, controls, invite]

  static override properties = {
    open: { attribute: false },
    link: { attribute: false },
    capacity: { attribute: false },
    needsPassword: { attribute: false },
    canShare: { state: true },
    copied: { state: true },
    lines: { state: true },
    hasFailed: { state: true }
  }

  declare open: boolean
  /** Absent when the link has changed and the new one has not reached us. */
  declare link: string | undefined
  declare capacity: number
  /** The link opens nothing without a password. */
  declare needsPassword: boolean
  declare canShare: boolean
  /** How the last copying went. */
  declare copied: "yes" | "no" | undefined
  /** The link in words, while they are shown. */
  declare lines: ReadonlyArray<ReadonlyArray<string>>
  /** What draws the code or makes the words could not be loaded. */
  declare hasFailed: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.open = false
    this.link = undefined
    this.capacity = 0
    this.needsPassword = false
    this.canShare = "share" in navigator
    this.copied = undefined
    this.lines = []
    this.hasFailed = false
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") && !changed.has("link")) return
    this.copied = undefined
    this.lines = []
    this.hasFailed = false
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.open && (changed.has("open") || changed.has("link"))) this.#drawCode()
    if (changed.has("open") && setModal(this.renderRoot, this.open)) {
      this.renderRoot.querySelector<HTMLElement>("button.primary")?.focus()
    }
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @close=${this.#handleClose}>
      <h2 id="heading">${words().room.invite}</h2>
      ${this.link === undefined ? html`<p>${words().invite.unknown}</p>` : this.#renderLink(this.link)}
      <button class="close plain wide" type="button" @click=${this.#handleClose}>${words().common.close}</button>
    </dialog>`
  }

  #renderLink(link: string): TemplateResult {
    return html`
      <canvas class="code" role="img" aria-label=${words().invite.code} width="1" height="1"></canvas>
      <label for="link">${words().invite.label}</label>
      <input id="link" readonly spellcheck="false" dir="ltr" .value=${link} @focus=${this.#handleFocus} />
      <div class="actions">
        <button class="primary" type="button" @click=${this.#handleCopy}>
          ${this.copied === "yes" ? words().invite.copied : words().invite.copy}
        </button>
        ${this.canShare ? html`<button type="button" @click=${this.#handleShare}>${words().invite.share}</button>` : nothing}
      </div>
      <p class="unseen" role="status">${this.copied === "yes" ? words().invite.copiedStatus : ""}</p>
      ${this.copied === "no" ? html`<p class="problem" role="alert">${words().invite.copyByHand}</p>` : nothing}
      <p>
        ${this.needsPassword ? words().invite.whoHasBoth(this.capacity) : words().invite.whoCanCome(this.capacity)}
      </p>
      <details ?open=${this.lines.length > 0} @toggle=${this.#handleToggle}>
        <summary>${words().invite.readOut}</summary>
        ${this.lines.length === 0 ? nothing : this.#renderWords(link)}
      </details>
      ${this.hasFailed ? html`<p class="problem" role="alert">${words().invite.notLoaded}</p>` : nothing}
    `
  }

  #renderWords(link: string): TemplateResult {
    return html`
      <p>${words().invite.readOutHow(words().paste.label)}</p>
      <p><b dir="ltr">${addressOf(link)}</b></p>
      <ol class="words" lang="en" dir="ltr">
        ${this.lines.map((line) => html`<li>${line.join(" ")}</li>`)}
      </ol>
    `
  }

  /** Dark on light in every theme, or scanners do not see it. */
  #drawCode(): void {
    const { link } = this
    if (link === undefined) return
    import("lean-qr").then(
      ({ generate }) => {
        const canvas = this.renderRoot.querySelector("canvas")
        if (canvas !== null && link === this.link) {
          generate(link).toCanvas(canvas, { on: [0, 0, 0], off: [255, 255, 255], pad: 4 })
        }
      },
      () => this.#fail()
    )
  }

  #fail(): void {
    this.hasFailed = true
  }

  #handleToggle(event: Event): void {
    if (!(event.target instanceof HTMLDetailsElement) || !event.target.open || this.lines.length > 0) return
    const { link } = this
    if (link === undefined) return
    import("../spoken/SpokenLink.ts").then(
      ({ speakLink }) => {
        if (link === this.link) this.lines = speakLink(link)
      },
      () => this.#fail()
    )
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

const addressOf = (link: string): string => link.slice(link.indexOf("//") + 2, link.lastIndexOf("/r/"))

customElements.define("pug-invite", PugInvite)

declare global {
  interface HTMLElementTagNameMap {
    "pug-invite": PugInvite
  }
}
