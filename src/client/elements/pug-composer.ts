/**
 * `<pug-composer>`: where a message is written. Enter sends, Shift+Enter begins a new line.
 *
 * The draft lives here and survives a lost connection; it goes when it has been handed over. How long a
 * message is kept is chosen for it and for all that follow, until it is chosen anew.
 *
 * @fires send-message
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { keptSeconds } from "../../protocol/Limits.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { hourglass } from "./hourglass.ts"
import { say, words } from "./words/RoomLanguage.ts"

/** A text that came back because it does not fit; sizes in bytes. */
export interface RefusedText {
  readonly body: string
  readonly bytes: number
  readonly maximum: number
}

/** The size is shown from this share of the limit on. */
const nearLimit = 0.8

export class PugComposer extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        padding-block: var(--pug-space-2) max(var(--pug-space-2), env(safe-area-inset-bottom));
        padding-inline: var(--pug-space-4);
      }

      form {
        display: flex;
        align-items: end;
        gap: var(--pug-space-2);
      }

      textarea {
        flex: 1;
        min-inline-size: 0;
        field-sizing: content;
        max-block-size: min(40dvh, 12rem);
        resize: none;
        line-height: 1.5;
      }

      button {
        padding-inline: var(--pug-space-6);
      }

      /* The native list of choices lies over an hourglass, and under it what is chosen: no wider than a button. */
      .lasting {
        position: relative;
        flex: none;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        min-inline-size: var(--pug-target);
        block-size: var(--pug-target);
        border-radius: var(--pug-radius);
        font-size: var(--pug-text-13);
        line-height: 1.2;
        color: var(--pug-quiet);
        white-space: nowrap;
      }

      .lasting:hover {
        background: var(--pug-wash);
      }

      .lasting.is-chosen {
        color: var(--pug-ink);
        font-weight: 550;
      }

      .lasting:has(:focus-visible) {
        outline: 2px solid var(--pug-ink);
        outline-offset: -2px;
      }

      .lasting svg {
        inline-size: 18px;
        block-size: 18px;
      }

      .lasting select {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        opacity: 0;
        cursor: pointer;
      }

      .lasting-how,
      .size {
        margin-block-start: var(--pug-space-1);
        font-size: var(--pug-text-13);
        color: var(--pug-quiet);
        font-variant-numeric: tabular-nums;
      }

      .size.is-over {
        color: var(--pug-danger);
      }

      @media (min-width: 48rem) {
        textarea {
          font-size: var(--pug-text-15);
        }
      }

      @media (min-width: 90rem) {
        form {
          max-inline-size: 52rem;
          margin-inline: auto;
        }
      }
    `
  ]

  static override properties = {
    maximumBytes: { attribute: false },
    refused: { attribute: false },
    draft: { state: true },
    keptSeconds: { state: true }
  }

  /** The largest text that fits a sealed message, in bytes of UTF-8 as JSON. */
  declare maximumBytes: number
  /** Set when a text handed over turned out not to fit: it comes back into an empty field. */
  declare refused: RefusedText | undefined
  declare draft: string
  /** How long what is sent from now on is kept; absent until the room ends. */
  declare keptSeconds: number | undefined

  constructor() {
    super()
    new LanguageController(this)
    this.maximumBytes = 0
    this.refused = undefined
    this.draft = ""
    this.keptSeconds = undefined
  }

  override firstUpdated(): void {
    // With a mouse there is a keyboard, and the first thing to do is to write. On a phone it would cover half the room.
    // Behind the invite that greets a creator, this is where the dialog gives the focus back to.
    if (window.matchMedia("(pointer: fine)").matches) this.focus()
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("refused") && this.refused !== undefined && this.draft === "") this.draft = this.refused.body
  }

  override focus(): void {
    this.renderRoot.querySelector("textarea")?.focus()
  }

  override render(): TemplateResult {
    const bytes = encodedBytes(this.draft)
    const maximum = this.refused?.body === this.draft ? this.refused.maximum : this.maximumBytes
    const size = this.refused?.body === this.draft ? this.refused.bytes : bytes
    return html`
      <form @submit=${this.#handleSubmit}>
        <textarea
          rows="1"
          dir=${this.draft === "" ? nothing : "auto"}
          aria-label=${words().composer.label}
          aria-describedby="size"
          placeholder=${words().composer.placeholder}
          enterkeyhint="send"
          autocomplete="off"
          .value=${this.draft}
          @input=${this.#handleInput}
          @keydown=${this.#handleKeydown}
        ></textarea>
        ${this.#renderLasting()}
        <button class="primary" type="submit">${words().composer.send}</button>
      </form>
      <p id="lasting-how" class="lasting-how" role="status" ?hidden=${this.keptSeconds === undefined}>
        ${this.keptSeconds === undefined ? nothing : words().composer.lastingHow(say().duration(this.keptSeconds * 1_000))}
      </p>
      <p id="size" class="size ${size > maximum ? "is-over" : ""}" role="status" ?hidden=${size < maximum * nearLimit}>
        ${size < maximum * nearLimit ? nothing : sizeText(size, maximum)}
      </p>
    `
  }

  #renderLasting(): TemplateResult {
    const chosen = this.keptSeconds
    return html`<div class="lasting ${chosen === undefined ? "" : "is-chosen"}">
      ${hourglass}
      ${chosen === undefined ? nothing : html`<span aria-hidden="true">${say().shortDuration(chosen * 1_000)}</span>`}
      <select
        aria-label=${words().composer.lasting}
        aria-describedby="lasting-how"
        title=${words().composer.lasting}
        @change=${this.#handleLasting}
      >
        <option value="" ?selected=${chosen === undefined}>${words().composer.stays}</option>
        ${keptSeconds.choices.map(
          (choice) =>
            html`<option value=${choice} ?selected=${choice === chosen}>${say().duration(choice * 1_000)}</option>`
        )}
      </select>
    </div>`
  }

  #handleLasting(event: Event): void {
    if (!(event.target instanceof HTMLSelectElement)) return
    const { value } = event.target
    this.keptSeconds = keptSeconds.choices.find((choice) => String(choice) === value)
  }

  #handleInput(event: InputEvent): void {
    if (event.target instanceof HTMLTextAreaElement) this.draft = event.target.value
  }

  #handleKeydown(event: KeyboardEvent): void {
    // 229 is what some browsers report for a key that an input method has taken.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    this.#send()
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault()
    this.#send()
    this.focus()
  }

  #send(): void {
    const body = this.draft
    if (body.trim() === "" || encodedBytes(body) > this.maximumBytes) return
    this.draft = ""
    emit(this, "send-message", { body, keptSeconds: this.keptSeconds })
  }
}

/** The bytes that a text takes inside a sealed record, whose JSON escapes some characters. */
const encodedBytes = (text: string): number => new TextEncoder().encode(JSON.stringify(text)).length - 2

const sizeText = (bytes: number, maximum: number): string =>
  bytes > maximum ? words().composer.tooLong(bytes - maximum) : words().composer.bytesLeft(maximum - bytes)

customElements.define("pug-composer", PugComposer)

declare global {
  interface HTMLElementTagNameMap {
    "pug-composer": PugComposer
  }
}
