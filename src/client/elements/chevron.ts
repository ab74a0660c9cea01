/** The arrow of whatever opens downwards: selects, which lose their own to look the same in every browser, and details. */
import { html, type TemplateResult } from "lit"

export const chevron: TemplateResult = html`<svg
  viewBox="0 0 16 16"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="m3.5 6 4.5 4.5L12.5 6" />
</svg>`
