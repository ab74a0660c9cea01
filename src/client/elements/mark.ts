/**
 * The mark: a pug's face in five strokes: two ears, two eyes, one muzzle. One colour, readable at 16 px.
 *
 * `public/favicon.svg` holds the same strokes.
 */
import { html, type TemplateResult } from "lit"

export const mark = (): TemplateResult => html`<svg
  class="mark"
  viewBox="0 0 32 32"
  fill="none"
  stroke="currentColor"
  stroke-width="2.6"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="M12 6.5C7.5 3.5 3.5 6 4.5 14" />
  <path d="M20 6.5c4.5-3 8.500-.5 7.500 7.500" />
  <path d="M11 13.500v1.500" />
  <path d="M21 13.500v1.500" />
  <path d="M16 20c-3-2.500-7-1.500-7 2.500 0 3 3.500 5 7 5s7-2 7-5c0-4-4-5-7-2.500z" />
</svg>`
