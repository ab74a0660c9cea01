/** The sign of what disappears by itself. */
import { html, type TemplateResult } from "lit"

export const hourglass: TemplateResult = html`<svg
  viewBox="0 0 16 16"
  fill="none"
  stroke="currentColor"
  stroke-width="1.5"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="M4 2.500h8M4 13.500h8M5 2.500c0 3.500 6 7.500 6 11M11 2.500c0 3.500-6 7.500-6 11" />
</svg>`
