/**
 * `<pug-countdown>`: what remains of the room, as a ring that empties and thins, and in figures.
 *
 * Quiet for screen readers but for three moments: 5 minutes, 1 minute and 10 seconds before the end.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { say, words } from "./words/RoomLanguage.ts"

/** Said once each, politely. */
const warningMillis = [300_000, 60_000, 10_000] as const

export class PugCountdown extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: var(--pug-space-2);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      svg {
        inline-size: 20px;
        block-size: 20px;
        rotate: -90deg;
        overflow: visible;
      }

      .track {
        stroke: var(--pug-line);
      }

      .rest {
        stroke: var(--pug-accent-line);
      }

      .is-short .rest {
        stroke: var(--pug-danger);
      }

      .figures {
        font-weight: 600;
      }

      .is-short .figures {
        color: var(--pug-danger);
      }
    `
  ]

  static override properties = {
    remainingMillis: { attribute: false },
    totalMillis: { attribute: false },
    announced: { state: true }
  }

  declare remainingMillis: number
  declare totalMillis: number
  /** The warning that was said last. */
  declare announced: number | undefined

  constructor() {
    super()
    new LanguageController(this)
    this.remainingMillis = 0
    this.totalMillis = 0
    this.announced = undefined
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("remainingMillis")
    if (before === undefined) return
    const passed = warningMillis.find((mark) => before > mark && this.remainingMillis <= mark)
    if (passed !== undefined) this.announced = passed
  }

  override render(): TemplateResult {
    const share = this.totalMillis <= 0 ? 0 : Math.min(1, Math.max(0, this.remainingMillis / this.totalMillis))
    const width = 1.5 + 2.5 * share
    return html`
      <svg class=${this.#tone} viewBox="0 0 20 20" fill="none" aria-hidden="true">
        <circle class="track" cx="10" cy="10" r="8" stroke-width="1.5" />
        <circle
          class="rest"
          cx="10"
          cy="10"
          r="8"
          pathLength="100"
          stroke-width=${width.toFixed(2)}
          stroke-dasharray="${(share * 100).toFixed(2)} 100"
        />
      </svg>
      <span class=${this.#tone} role="timer" aria-label=${words().room.timeLeftLabel}>
        <span class="figures">${say().clock(this.remainingMillis)}</span> ${words().room.left}
      </span>
      <span class="unseen" role="status">${this.#announcement}</span>
    `
  }

  get #announcement(): string {
    return this.announced === undefined ? "" : words().room.timeLeft(say().duration(this.announced))
  }

  get #tone(): string {
    return this.remainingMillis <= 60_000 ? "is-short" : ""
  }
}

customElements.define("pug-countdown", PugCountdown)

declare global {
  interface HTMLElementTagNameMap {
    "pug-countdown": PugCountdown
  }
}
