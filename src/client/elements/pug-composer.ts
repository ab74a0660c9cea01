/**
 * `<pug-composer>`: where a message is written. Enter sends, Shift+Enter begins a new line.
 *
 * The draft lives here and survives a lost connection; it goes when it has been handed over.
 *
 * @fires send-message
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { words } from "./words/RoomLanguage.ts"

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
    draft: { state: true }
  }

  /** The largest text that fits a sealed message, in bytes of UTF-8 as JSON. */
  declare maximumBytes: number
  /** Set when a text handed over turned out not to fit: it comes back into an empty field. */
  declare refused: RefusedText | undefined
  declare draft: string

  constructor() {
    super()
    new LanguageController(this)
    this.maximumBytes = 0
    this.refused = undefined
    this.draft = ""
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
        <button class="primary" type="submit">${words().composer.send}</button>
      </form>
      <p id="size" class="size ${size > maximum ? "is-over" : ""}" role="status" ?hidden=${size < maximum * nearLimit}>
        ${size < maximum * nearLimit ? nothing : sizeText(size, maximum)}
      </p>
    `
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
    emit(this, "send-message", { body })
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
