/**
 * `<pug-paste>`: where a link is pasted, however mangled, or typed in words, and what became of it.
 *
 * It opens nothing by itself: a good link gets a button. The words' list is a chunk of its own, loaded at the first words.
 *
 * @fires open-link
 */
import { Result } from "effect"
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { examineLink } from "../LinkDoctor.ts"
import { linkOfBytes, type RoomLink } from "../RoomLink.ts"
import type * as SpokenLink from "../spoken/SpokenLink.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { repairText } from "./words/LinkWords.ts"
import { words } from "./words/PageLanguage.ts"
import { spokenText } from "./words/SpokenWords.ts"

type SpokenModule = typeof SpokenLink

/** What the text is, as far as we know. */
type Outcome =
  | { readonly _tag: "Empty" }
  | { readonly _tag: "Good"; readonly link: RoomLink; readonly text: string }
  | { readonly _tag: "Bad"; readonly title: string; readonly text: string }
  | { readonly _tag: "Words"; readonly reading: SpokenLink.SpokenReading; readonly spoken: SpokenModule }

export class PugPaste extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: grid;
        gap: var(--pug-space-3);
      }

      label {
        display: block;
        margin-block-end: var(--pug-space-1);
        font-weight: 550;
      }

      textarea {
        display: block;
        inline-size: 100%;
        max-block-size: 16rem;
        field-sizing: content;
        resize: none;
        overflow-wrap: anywhere;
        line-height: 1.4;
        background: var(--pug-field, var(--pug-raised));
      }

      .outcome {
        display: grid;
        gap: var(--pug-space-2);
      }

      .outcome:empty {
        display: none;
      }

      .title {
        font-weight: 650;
      }

      .bad .title {
        color: var(--pug-danger);
      }
    `
  ]

  static override properties = {
    relayUrl: { attribute: false },
    isDisabled: { attribute: false },
    text: { state: true },
    spoken: { state: true },
    hasNoList: { state: true }
  }

  /** The relay of this page, an URL without trailing slash. */
  declare relayUrl: string
  declare isDisabled: boolean
  declare text: string
  /** Absent until words are typed and the list has come. */
  declare spoken: SpokenModule | undefined
  /** The list of words could not be loaded. */
  declare hasNoList: boolean

  constructor() {
    super()
    new LanguageController(this)
    this.relayUrl = ""
    this.isDisabled = false
    this.text = ""
    this.spoken = undefined
    this.hasNoList = false
  }

  override render(): TemplateResult {
    const outcome = this.#outcome()
    const link = this.#linkOf(outcome)
    return html`
      <div>
        <label for="text">${words().paste.label}</label>
        <textarea
          id="text"
          rows="1"
          placeholder=${words().paste.placeholder}
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck="false"
          dir=${this.text === "" ? nothing : "auto"}
          ?disabled=${this.isDisabled}
          .value=${this.text}
          @input=${this.#handleInput}
          @keydown=${this.#handleKey}
        ></textarea>
      </div>
      <div class="outcome ${outcome._tag === "Bad" ? "bad" : ""}" role="status">${this.#renderOutcome(outcome)}</div>
      ${outcome._tag === "Words" ? this.#renderSuggestions(outcome) : nothing}
      ${link === undefined ? nothing : html`<button class="wide" type="button" @click=${this.#handleOpen}>${words().paste.open}</button>`}
    `
  }

  #renderOutcome(outcome: Outcome): TemplateResult | typeof nothing {
    switch (outcome._tag) {
      case "Empty":
        return nothing
      case "Good":
        return html`<p>${outcome.text}</p>`
      case "Bad":
        return html`<p class="title">${outcome.title}</p>
          <p>${outcome.text}</p>`
      case "Words": {
        const { reading, spoken } = outcome
        return html`<p>${spokenText(reading, spoken.spokenLines, spoken.wordsPerLine, firstFaulty(reading))}</p>`
      }
    }
  }

  #renderSuggestions({
    reading,
    spoken
  }: Extract<Outcome, { readonly _tag: "Words" }>): TemplateResult | typeof nothing {
    const number = firstFaulty(reading)
    const line = reading.lines[number]
    if (line?._tag !== "Wrong" || line.suggestions.length === 0) return nothing
    return html`<div class="actions" role="group" aria-label=${words().paste.didYouMean}>
      ${line.suggestions.map(
        (suggestion) =>
          html`<button
            type="button"
            @click=${() => {
              this.text = spoken.withSuggestion(this.text, number, suggestion)
            }}
          >
            ${suggestion.change}
          </button>`
      )}
    </div>`
  }

  #outcome(): Outcome {
    const { text, relayUrl, spoken } = this
    if (text.trim() === "") return { _tag: "Empty" }
    if (looksSpoken(text)) {
      if (spoken === undefined) return this.hasNoList ? { _tag: "Bad", ...words().paste.noList } : { _tag: "Empty" }
      const reading = spoken.readSpoken(text)
      if (!reading.isOtherText) return { _tag: "Words", reading, spoken }
    }
    return Result.match(examineLink(text, relayUrl), {
      onSuccess: ({ link, repairs }) => ({ _tag: "Good", link, text: this.#goodText(link, repairText(repairs)) }),
      onFailure: ({ reason }) => ({ _tag: "Bad", ...words().link[reason] })
    })
  }

  #linkOf(outcome: Outcome): RoomLink | undefined {
    if (outcome._tag === "Good") return outcome.link
    if (outcome._tag !== "Words") return undefined
    const { bytes, needsPassword } = outcome.reading
    return bytes === undefined ? undefined : linkOfBytes(bytes, this.relayUrl, needsPassword)
  }

  #goodText(link: RoomLink, repaired: string): string {
    const where = link.relayUrl === this.relayUrl ? "" : ` ${words().paste.otherRelay(new URL(link.relayUrl).host)}`
    return `${repaired === "" ? words().paste.whole : repaired}${where}`
  }

  #handleInput(event: InputEvent): void {
    if (!(event.target instanceof HTMLTextAreaElement)) return
    this.text = event.target.value
    if (this.spoken !== undefined || !looksSpoken(this.text)) return
    import("../spoken/SpokenLink.ts").then(
      (spoken) => {
        this.spoken = spoken
      },
      () => {
        this.hasNoList = true
      }
    )
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || this.#linkOf(this.#outcome()) === undefined) return
    event.preventDefault()
    this.#handleOpen()
  }

  #handleOpen(): void {
    const link = this.#linkOf(this.#outcome())
    if (link !== undefined) emit(this, "open-link", { link })
  }
}

const firstFaulty = ({ lines }: SpokenLink.SpokenReading): number =>
  lines.findIndex(({ _tag }) => _tag === "Wrong" || _tag === "Miscounted")

/** Letters and nothing that only a link has; at least a word and the beginning of another. */
const looksSpoken = (text: string): boolean =>
  /^[\p{L}\p{M}\p{N}\s.,;:'’-]+$/u.test(text) && /\p{L}{3,}\P{L}+\p{L}/u.test(text)

customElements.define("pug-paste", PugPaste)

declare global {
  interface HTMLElementTagNameMap {
    "pug-paste": PugPaste
  }
}
