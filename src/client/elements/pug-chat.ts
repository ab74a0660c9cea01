/**
 * `<pug-chat>`: the inside of a room: who is here, what is said, how long it lasts.
 *
 * Two columns from 48rem on; below that the side panel is a popover behind "3 here". Dialogs that ask first live here;
 * what is confirmed goes up as an event.
 *
 * @fires send-message
 * @fires retry-message
 * @fires discard-message
 * @fires let-go
 * @fires kick-member
 * @fires lock-room
 * @fires purge-room
 * @fires rotate-link
 * @fires leave-room
 * @fires vanish-room
 * @fires reconnect-now
 * @fires use-password
 * @fires keep-room
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { AwayController } from "../controllers/AwayController.ts"
import { LanguageController } from "../controllers/LanguageController.ts"
import { LettingGoController } from "../controllers/LettingGoController.ts"
import type { PageClock } from "../PageClock.ts"
import type { Keeping } from "../KeptRoom.ts"
import {
  initialRoomView,
  isAlone,
  isCreator,
  isLast,
  type RoomView,
  shownEntries,
  verificationOf
} from "../RoomView.ts"
import { base } from "../styles/base.ts"
import { chat } from "../styles/chat.ts"
import { controls } from "../styles/controls.ts"
import { emit, type PugEvent } from "./events.ts"
import { mark } from "./mark.ts"
import "./pug-away.ts"
import "./pug-banner.ts"
import "./pug-composer.ts"
import type { RefusedText } from "./pug-composer.ts"
import "./pug-confirm.ts"
import "./pug-countdown.ts"
import "./pug-invite.ts"
import "./pug-keep.ts"
import "./pug-language.ts"
import "./pug-log.ts"
import "./pug-members.ts"
import "./pug-password-doubt.ts"
import "./pug-shortcuts.ts"
import "./pug-tools.ts"
import { bannerText } from "./words/BannerWords.ts"
import { kickAndRotate, type Question, questionWords } from "./words/QuestionWords.ts"
import { say, words } from "./words/RoomLanguage.ts"

export class PugChat extends LitElement {
  static override styles = [base, controls, chat]

  static override properties = {
    clock: { attribute: false },
    view: { attribute: false },
    remainingMillis: { attribute: false },
    maximumBytes: { attribute: false },
    refused: { attribute: false },
    isInviting: { attribute: false },
    keeping: { attribute: false },
    isShowingKeys: { state: true },
    question: { state: true },
    isVeiling: { state: true }
  }

  declare clock: PageClock
  declare view: RoomView
  declare remainingMillis: number
  /** The largest text of a message. */
  declare maximumBytes: number
  /** A text that did not fit and comes back. */
  declare refused: RefusedText | undefined
  /** The invite is open. */
  declare isInviting: boolean
  /** Whether the way back is kept in this tab. */
  declare keeping: Keeping
  declare question: Question | undefined
  /** The list of keys is open. */
  declare isShowingKeys: boolean
  /** The person wants what is said to be blurred while looking elsewhere; for as long as this room is on the page. */
  declare isVeiling: boolean

  readonly #gaze = new AwayController(this)
  #isWide: MediaQueryList | undefined

  constructor() {
    super()
    new LanguageController(this)
    new LettingGoController(
      this,
      () => this.clock,
      () => this.view.entries,
      (keys) => emit(this, "let-go", { keys })
    )
    this.view = initialRoomView(undefined)
    this.remainingMillis = 0
    this.maximumBytes = 0
    this.refused = undefined
    this.isInviting = false
    this.keeping = "never"
    this.question = undefined
    this.isShowingKeys = false
    // Only where the room has the focus: a page around it keeps its own keys (WCAG 2.1.4).
    this.addEventListener("keydown", this.#handleKey)
    this.isVeiling = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#isWide = window.matchMedia("(min-width: 48rem)")
    this.#isWide.addEventListener("change", this.#handleWidth)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#isWide?.removeEventListener("change", this.#handleWidth)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const { question } = this
    if (!changed.has("view") || question?._tag !== "Kick") return
    const isHere = this.view.members.some((member) => member.connectionId === question.connectionId)
    if (!isHere) this.question = undefined
  }

  override firstUpdated(): void {
    // The waiting page is gone and the focus with it. The composer takes it from here where there is a keyboard.
    this.renderRoot.querySelector("h1")?.focus()
  }

  override render(): TemplateResult {
    const { view } = this
    const banner = bannerText(view.connection)
    return html`
      <h1 class="unseen" tabindex="-1">${words().room.heading}</h1>
      ${this.#renderBar()} ${this.#renderPanel()}
      <section part="conversation" class="talk ${this.isVeiling && this.#gaze.isAway ? "is-veiled" : ""}" aria-label=${words().room.conversation}>
        ${banner === undefined ? nothing : html`<pug-banner .text=${banner}></pug-banner>`}
        ${this.#isAlarming() ? this.#renderAlarm() : nothing}
        <pug-log part="log" .entries=${shownEntries(view)} .omittedCount=${view.omittedCount}></pug-log>
        ${isAlone(view) ? this.#renderAlone() : nothing}
        ${view.isPasswordDoubted ? html`<pug-password-doubt></pug-password-doubt>` : this.#renderComposer()}
      </section>
      <pug-invite
        .open=${this.isInviting}
        .link=${view.link}
        .needsPassword=${view.needsPassword}
        .capacity=${view.capacity}
        @dialog-close=${this.#handleInviteClose}
      ></pug-invite>
      ${this.#renderQuestion()}
      <pug-shortcuts .open=${this.isShowingKeys} @dialog-close=${this.#handleKeysClose}></pug-shortcuts>
    `
  }

  #renderComposer(): TemplateResult {
    return html`<pug-composer
      part="composer"
      .maximumBytes=${this.maximumBytes}
      .refused=${this.refused}
    ></pug-composer>`
  }

  #renderBar(): TemplateResult {
    const { members, isLocked } = this.view
    return html`<div class="bar" part="bar">
      ${mark()}
      <pug-countdown .remainingMillis=${this.remainingMillis} .totalMillis=${this.view.totalMillis}></pug-countdown>
      <button class="people" type="button" popovertarget="panel">
        ${isLocked ? words().room.hereLocked(members.length) : words().room.here(members.length)}
        <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">
          <path d="M3 5h10M3 11h10" />
        </svg>
      </button>
    </div>`
  }

  #renderPanel(): TemplateResult {
    const { view } = this
    return html`<section class="panel" part="panel" id="panel" popover aria-label=${words().room.panel}>
      <pug-members
        .members=${view.members}
        .capacity=${view.capacity}
        @ask-kick=${this.#handleAskKick}
      ></pug-members>
      <pug-tools
        .isCreator=${isCreator(view)}
        .isLocked=${view.isLocked}
        @show-invite=${this.#hidePanel}
        @ask-first=${this.#handleAskFirst}
      ></pug-tools>
      <pug-away
        .entries=${view.entries}
        .isAway=${this.#gaze.isAway}
        .isVeiling=${this.isVeiling}
        @veil-talk=${this.#handleVeil}
      ></pug-away>
      ${this.keeping === "never" ? nothing : this.#renderKeeping()}
      <div class="settings">
        <pug-language></pug-language>
        <button class="plain keys" type="button" @click=${this.#showKeys}>${words().shortcuts.heading}</button>
      </div>
    </section>`
  }

  #renderKeeping(): TemplateResult {
    const { view } = this
    return html`<pug-keep
      .isKept=${this.keeping === "on"}
      .isCreator=${isCreator(view)}
      .needsPassword=${view.needsPassword}
    ></pug-keep>`
  }

  /** Not for the creator, who made the key: there the log says whose link is wrong. A password has a place of its own. */
  #isAlarming(): boolean {
    const { view } = this
    return verificationOf(view) === "wrong-key" && !isCreator(view) && !view.needsPassword
  }

  #renderAlarm(): TemplateResult {
    return html`<div class="alarm">
      <p role="alert">${words().room.wrongKey}</p>
      <button class="danger" type="button" @click=${this.#handleAskLeave}>${words().room.leave}</button>
    </div>`
  }

  #renderAlone(): TemplateResult {
    const { view } = this
    return html`<div class="alone">
      <p>${aloneText(view.waitMillis)}</p>
      ${isCreator(view) ? nothing : html`<p class="quiet">${this.#notVerifiedText()}</p>`}
      <button type="button" @click=${this.#handleInvite}>${words().room.invite}</button>
    </div>`
  }

  #notVerifiedText(): string {
    return this.view.needsPassword ? words().room.passwordNotVerified : words().room.notVerified
  }

  #renderQuestion(): TemplateResult {
    const asked = this.question === undefined ? undefined : questionWords(this.question)
    return html`<pug-confirm
      .open=${asked !== undefined}
      .heading=${asked?.heading ?? ""}
      .text=${asked?.text ?? ""}
      .actions=${asked?.actions ?? []}
      @dialog-confirm=${this.#handleConfirm}
      @dialog-close=${this.#handleQuestionClose}
    ></pug-confirm>`
  }

  #ask(question: Question): void {
    this.#hidePanel()
    this.question = question
  }

  #hidePanel(): void {
    this.renderRoot.querySelector<HTMLElement>(".panel")?.hidePopover()
  }

  #handleVeil(event: PugEvent<"veil-talk">): void {
    this.isVeiling = event.detail.isVeiling
  }

  #showKeys(): void {
    this.#hidePanel()
    this.isShowingKeys = true
  }

  #handleKeysClose(): void {
    this.isShowingKeys = false
  }

  #handleKey(event: KeyboardEvent): void {
    const hasModifier = event.ctrlKey || event.altKey || event.metaKey
    const isAsking = this.isInviting || this.question !== undefined
    if (event.key !== "?" || hasModifier || isAsking || isForWriting(event.composedPath()[0])) return
    event.preventDefault()
    this.#showKeys()
  }

  #handleWidth = (): void => this.#hidePanel()

  #handleInvite(): void {
    this.#hidePanel()
    emit(this, "show-invite", { isOpen: true })
  }

  #handleInviteClose(): void {
    emit(this, "show-invite", { isOpen: false })
  }

  #handleAskLeave(): void {
    this.#ask({ _tag: "Leave", isLast: isLast(this.view), isCreator: isCreator(this.view) })
  }

  #handleAskFirst(event: PugEvent<"ask-first">): void {
    const { about } = event.detail
    if (about === "Leave") this.#handleAskLeave()
    else this.#ask({ _tag: about })
  }

  #handleAskKick(event: PugEvent<"ask-kick">): void {
    this.#ask({ _tag: "Kick", ...event.detail })
  }

  #handleQuestionClose(): void {
    this.question = undefined
  }

  #handleConfirm(event: PugEvent<"dialog-confirm">): void {
    const { question } = this
    this.question = undefined
    switch (question?._tag) {
      case "Leave":
        return emit(this, "leave-room")
      case "Purge":
        return emit(this, "purge-room")
      case "Rotate":
        return emit(this, "rotate-link")
      case "Kick":
        return emit(this, "kick-member", {
          connectionId: question.connectionId,
          changesLink: event.detail.action === kickAndRotate
        })
      case undefined:
        return undefined
    }
  }
}

const isForWriting = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement

const aloneText = (waitMillis: number): string =>
  waitMillis === 0 ? words().room.alone : words().room.aloneFor(say().duration(waitMillis))

customElements.define("pug-chat", PugChat)

declare global {
  interface HTMLElementTagNameMap {
    "pug-chat": PugChat
  }
}
