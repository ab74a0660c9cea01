/**
 * `<pug-countdown>`: what remains of the room, as a ring that empties and thins, and in figures.
 *
 * Quiet for screen readers: what they are told of the end, the log says. The last five minutes are underlaid, and the
 * last one is red.
 */
import { css, html, LitElement, type TemplateResult } from "lit"
import { LanguageController } from "../controllers/LanguageController.ts"
import { base } from "../styles/base.ts"
import { warningMillis } from "../TimeWarnings.ts"
import { say, words } from "./words/RoomLanguage.ts"

export class PugCountdown extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      .clock {
        display: inline-flex;
        align-items: center;
        gap: var(--pug-space-2);
        border-radius: calc(var(--pug-target) / 2);
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

      .figures {
        font-weight: 600;
      }

      .is-soon,
      .is-short {
        padding-block: var(--pug-space-1);
        padding-inline: var(--pug-space-2) var(--pug-space-3);
        background: var(--pug-wash);
      }

      .is-short {
        background: var(--pug-danger-wash);
        color: var(--pug-danger);
      }

      .is-short .rest {
        stroke: currentColor;
      }
    `
  ]

  static override properties = {
    remainingMillis: { attribute: false },
    totalMillis: { attribute: false }
  }

  declare remainingMillis: number
  declare totalMillis: number

  constructor() {
    super()
    new LanguageController(this)
    this.remainingMillis = 0
    this.totalMillis = 0
  }

  override render(): TemplateResult {
    const share = this.totalMillis <= 0 ? 0 : Math.min(1, Math.max(0, this.remainingMillis / this.totalMillis))
    const width = 1.5 + 2.5 * share
    return html`<span class="clock ${this.#tone}">
      <svg viewBox="0 0 20 20" fill="none" aria-hidden="true">
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
      <span role="timer" aria-label=${words().room.timeLeftLabel}>
        <span class="figures">${say().clock(this.remainingMillis)}</span> ${words().room.left}
      </span>
    </span>`
  }

  get #tone(): string {
    if (this.remainingMillis <= warningMillis.short) return "is-short"
    return this.remainingMillis <= warningMillis.soon ? "is-soon" : ""
  }
}

customElements.define("pug-countdown", PugCountdown)

declare global {
  interface HTMLElementTagNameMap {
    "pug-countdown": PugCountdown
  }
}
