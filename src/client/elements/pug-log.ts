/**
 * `<pug-log>`: what is said, grouped by sender and minute, with notes in between.
 *
 * It stays at the end while the reader is there; while he reads back it does not move, and a pill counts what came. A
 * message that has not changed is not rendered again: hundreds stand here, and each append touches one.
 *
 * @fires retry-message
 * @fires discard-message
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { guard } from "lit/directives/guard.js"
import { repeat } from "lit/directives/repeat.js"
import { LanguageController } from "../controllers/LanguageController.ts"
import { ReadingController } from "../controllers/ReadingController.ts"
import { messagesSince } from "../messagesSince.ts"
import { blocksOf, type LogBlock, type LogEntry, type LogMessage, type MessageGroup } from "../RoomLog.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { log } from "../styles/log.ts"
import { sheets, tick } from "./copyIcons.ts"
import { emit } from "./events.ts"
import { hourglass } from "./hourglass.ts"
import { hueClass, memberMark, memberStyles } from "./memberMark.ts"
import { messageBody, messageStyles } from "./messageBody.ts"
import type { ScrolledLog } from "./ReadingPlace.ts"
import { noteText, noteTone } from "./words/NoteWords.ts"
import { say, words } from "./words/RoomLanguage.ts"

export class PugLog extends LitElement {
  static override styles = [base, controls, memberStyles, messageStyles, log]

  static override properties = {
    entries: { attribute: false },
    omittedCount: { attribute: false },
    unseenKeys: { state: true },
    currentKey: { state: true },
    copying: { state: true }
  }

  declare entries: ReadonlyArray<LogEntry>
  /** Entries that are no longer kept. */
  declare omittedCount: number
  /** The keys of the messages that have come below what the reader sees. */
  declare unseenKeys: ReadonlySet<string>
  /** The message whose copy button the Tab key finds; the newest if absent. One of hundreds, the arrow keys find the others. */
  declare currentKey: string | undefined
  /** How the last copying went. */
  declare copying: { readonly key: string; readonly hasWorked: boolean } | undefined

  readonly #reading = new ReadingController(
    this,
    ".message, .note",
    () => this.#boxes,
    () => {
      this.unseenKeys = none
    }
  )
  #blocks: ReadonlyArray<LogBlock> = []
  /** Before the log changed, the focus was on something in it. */
  #hasFocus = false

  constructor() {
    super()
    new LanguageController(this)
    this.entries = []
    this.omittedCount = 0
    this.unseenKeys = none
    this.currentKey = undefined
    this.copying = undefined
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.#reading.look()
    this.#hasFocus = this.#isFocused
    if (!changed.has("entries")) return
    this.#blocks = blocksOf(this.entries, this.#blocks)
    if (!this.entries.some((entry) => entry.key === this.currentKey)) this.currentKey = undefined
    const fresh = messagesSince(changed.get("entries") ?? [], this.entries)
    const isOwn = fresh.some(({ sender }) => sender.isSelf)
    if (isOwn) this.#reading.isAtEnd = true
    this.unseenKeys = this.#reading.isAtEnd ? none : this.#stillUnseen(fresh)
  }

  override updated(): void {
    // The focus of a button that has gone with its message stays in the log.
    if (this.#hasFocus && !this.#isFocused) this.#boxes?.scroller.focus({ preventScroll: true })
  }

  override render(): TemplateResult {
    const current = this.currentKey ?? this.entries.findLast((entry) => entry._tag === "Message")?.key
    return html`
      <div
        class="scroller"
        role="log"
        aria-label=${words().log.label}
        aria-relevant="additions"
        tabindex="0"
        @scroll=${this.#handleScroll}
      >
        <div class="rows">
          ${this.omittedCount > 0 ? html`<p class="note">${words().log.omitted}</p>` : nothing}
          ${repeat(
            this.#blocks,
            (block) => block.key,
            (block) => this.#renderBlock(block, current)
          )}
        </div>
      </div>
      ${this.unseenKeys.size > 0 ? this.#renderPill() : nothing}
      <p class=${this.copying?.hasWorked === false ? "refusal" : "unseen"} role="status">${this.#copyingText}</p>
    `
  }

  /** `current` is the key of the message whose copy button the Tab key finds. */
  #renderBlock(block: LogBlock, current: string | undefined): TemplateResult {
    if (block._tag === "Group") return this.#renderGroup(block, current)
    return html`<p class="note is-${noteTone(block.note)}">
      ${noteText(block.note)} <span class="time">${say().time(block.time)}</span>
    </p>`
  }

  #renderGroup(group: MessageGroup, current: string | undefined): TemplateResult {
    const { sender } = group
    return html`<div class="group ${sender.isSelf ? "is-own" : ""}">
      <p class="head">
        ${memberMark(sender.connectionId)}
        <span class="name ${hueClass(sender.connectionId)}" dir="auto">${sender.isSelf ? words().log.you : sender.name}</span>
        <span class="time">${say().time(group.time)}</span>
        ${sender.isSelf ? this.#renderState(group) : nothing}
      </p>
      ${repeat(
        group.messages,
        (message) => message.key,
        (message) => {
          const isCurrent = message.key === current
          const isCopied = this.copying?.key === message.key && this.copying.hasWorked
          const render = (): TemplateResult => this.#renderMessage(message, isCurrent, isCopied)
          return guard([message, isCurrent, isCopied, words()], render)
        }
      )}
    </div>`
  }

  #renderState(group: MessageGroup): TemplateResult {
    const state = stateOf(group)
    return html`<span class="state ${state === "notSent" ? "is-failed" : ""}">${words().log[state]}</span>`
  }

  #renderMessage(message: LogMessage, isCurrent: boolean, isCopied: boolean): TemplateResult {
    return html`
      <div class="message">
        <div class="said">
          <p class="body is-${message.delivery}" dir="auto">${messageBody(message.body)}</p>
          ${message.keptSeconds === undefined ? nothing : fadingMark(message.keptSeconds)}
        </div>
        ${this.#renderCopy(message, isCurrent, isCopied)}
      </div>
      ${message.delivery === "failed" ? this.#renderFailed(message) : nothing}
    `
  }

  #renderCopy({ key, body }: LogMessage, isCurrent: boolean, isCopied: boolean): TemplateResult {
    return html`<button
      class="copy plain"
      type="button"
      aria-label=${words().log.copy}
      title=${words().log.copy}
      tabindex=${isCurrent ? 0 : -1}
      @focus=${() => this.#handleCopyFocus(key)}
      @blur=${this.#handleCopyBlur}
      @keydown=${this.#handleCopyKey}
      @click=${() => this.#handleCopy(key, body)}
    >
      ${isCopied ? tick : sheets}
    </button>`
  }

  get #copyingText(): string {
    if (this.copying === undefined) return ""
    return this.copying.hasWorked ? words().log.copied : words().log.notCopied
  }

  #renderFailed({ id, body, keptSeconds }: LogMessage): TemplateResult {
    return html`<p class="failed">
      <button class="plain" type="button" @click=${() => emit(this, "retry-message", { id, body, keptSeconds })}>
        ${words().log.retry}
      </button>
      <button class="plain" type="button" @click=${() => emit(this, "discard-message", { id })}>${words().log.discard}</button>
    </p>`
  }

  #renderPill(): TemplateResult {
    return html`<button class="pill" type="button" @click=${this.#handlePill}>
      ${words().log.fresh(this.unseenKeys.size)} <span aria-hidden="true">↓</span>
    </button>`
  }

  /** Absent before the first rendering. */
  get #boxes(): ScrolledLog | undefined {
    const scroller = this.renderRoot.querySelector<HTMLElement>(".scroller")
    const content = this.renderRoot.querySelector<HTMLElement>(".rows")
    if (scroller === null || content === null) return undefined
    const root = this.getRootNode()
    return { frame: root instanceof ShadowRoot ? root.host : this, scroller, content }
  }

  get #isFocused(): boolean {
    return this.shadowRoot?.activeElement instanceof HTMLElement
  }

  #stillUnseen(fresh: ReadonlyArray<LogMessage>): ReadonlySet<string> {
    const here = new Set(this.entries.map(({ key }) => key))
    return new Set([...this.unseenKeys, ...fresh.map(({ key }) => key)].filter((key) => here.has(key)))
  }

  #handleCopy(key: string, body: string): void {
    navigator.clipboard.writeText(body).then(
      () => {
        this.copying = { key, hasWorked: true }
      },
      () => {
        this.copying = { key, hasWorked: false }
      }
    )
  }

  #handleCopyFocus(key: string): void {
    this.currentKey = key
  }

  #handleCopyBlur(): void {
    this.copying = undefined
  }

  /** Up and down lead from one message to the next. */
  #handleCopyKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>(".copy")]
    const index = buttons.findIndex((button) => button === event.currentTarget)
    buttons[index + step]?.focus()
  }

  #handleScroll(): void {
    this.#reading.look()
  }

  #handlePill(): void {
    this.#reading.isAtEnd = true
    this.unseenKeys = none
    this.renderRoot.querySelector<HTMLElement>(".scroller")?.focus()
  }
}

const none: ReadonlySet<string> = new Set<string>()

const fadingMark = (keptSeconds: number): TemplateResult =>
  html`<p class="fading">${hourglass} ${words().log.disappears(say().shortDuration(keptSeconds * 1_000))}</p>`

/** The state that matters most in a group of own messages. */
const stateOf = (group: MessageGroup): "notSent" | "waiting" | "sent" => {
  if (group.messages.some((message) => message.delivery === "failed")) return "notSent"
  return group.messages.some((message) => message.delivery === "pending") ? "waiting" : "sent"
}

customElements.define("pug-log", PugLog)

declare global {
  interface HTMLElementTagNameMap {
    "pug-log": PugLog
  }
}
