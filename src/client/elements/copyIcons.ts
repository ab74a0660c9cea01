/** The two faces of the button that copies a message. */
import { html, svg, type TemplateResult } from "lit"

const icon = (path: TemplateResult<2>): TemplateResult => html`<svg
  viewBox="0 0 16 16"
  fill="none"
  stroke="currentColor"
  stroke-width="1.5"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  ${path}
</svg>`

/** Copy this. */
export const sheets = icon(svg`<path d="M6 5.500h7.500v8H6zM3.500 10.500h-1v-8H10v1" />`)
/** It is copied. */
export const tick = icon(svg`<path d="M3 8.500l3.500 3.500L13 4.500" />`)
