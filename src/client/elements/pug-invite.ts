/**
 * `<pug-invite>`: a sheet with the room's link: to scan, to select, to copy, to share, to read out, and who can come in
 * with it.
 *
 * The clipboard and the share sheet belong to the browser; what they do with the link is out of our hands. The QR code is
 * drawn here, the words are made here; what they take is loaded when it is shown.
 *
 * @fires dialog-close
 */
import { Result } from "effect"
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { linkBytes, parseRoomLink } from "../RoomLink.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { invite } from "../styles/invite.ts"
import { emit } from "./events.ts"

export class PugInvite extends LitElement {
  static override styles = [base, controls, invite]

  static override properties = {
    open: { attribute: false },
    link: { attribute: false },
    capacity: { attribute: false },
    canShare: { state: true },
    copied: { state: true },
    lines: { state: true },
    hasFailed: { state: true }
  }

  declare open: boolean
  /** Absent when the link has changed and the new one has not reached us. */
  declare link: string | undefined
  declare capacity: number
  declare canShare: boolean
  /** How the last copying went. */
  declare copied: "yes" | "no" | undefined
  /** The link in words, while they are shown. */
  declare lines: ReadonlyArray<ReadonlyArray<string>>
  /** What draws the code or makes the words could not be loaded. */
  declare hasFailed: boolean

  constructor() {
    super()
    this.open = false
    this.link = undefined
    this.capacity = 0
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
      <canvas class="code" role="img" aria-label="The link as a QR code" width="1" height="1"></canvas>
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
      <details ?open=${this.lines.length > 0} @toggle=${this.#handleToggle}>
        <summary>Read it out, in words</summary>
        ${this.lines.length === 0 ? nothing : this.#renderWords(link)}
      </details>
      ${this.hasFailed ? html`<p class="problem" role="alert">${notLoaded}</p>` : nothing}
    `
  }

  #renderWords(link: string): TemplateResult {
    return html`
      <p>
        On the other device open <b dir="ltr">${addressOf(link)}</b> and type these words under “Have a link?”. The first
        four letters of each are enough. Who hears them can come in.
      </p>
      <ol class="words" lang="en" dir="ltr">
        ${this.lines.map((words) => html`<li>${words.join(" ")}</li>`)}
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
    const link = Result.getOrUndefined(parseRoomLink(this.link ?? ""))
    if (link === undefined) return
    import("../spoken/SpokenLink.ts").then(
      ({ speak }) => {
        this.lines = speak(linkBytes(link))
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

const copyByHand = "The browser did not allow copying. The link is selected: copy it by hand."

const notLoaded = "A part of this page could not be loaded. The link works without it."

const addressOf = (link: string): string => link.slice(link.indexOf("//") + 2, link.lastIndexOf("/r/"))

const unknownLink =
  "The creator has made a new link, and it has not reached you yet. The old one no longer works. Ask in the room."

customElements.define("pug-invite", PugInvite)

declare global {
  interface HTMLElementTagNameMap {
    "pug-invite": PugInvite
  }
}
