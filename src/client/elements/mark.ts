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
  <path fill="currentColor" d="M11.5 6.5 5 5.5c-1.5 2.5-1.5 5.5 0 8.5z" />
  <path fill="currentColor" d="M20.5 6.5 27 5.5c1.5 2.5 1.5 5.5 0 8.5z" />
  <path stroke-width="3.8" d="M11 15.8h.01" />
  <path stroke-width="3.8" d="M21 15.8h.01" />
  <path
    fill="currentColor"
    d="M16 20.5c-3.6 0-6 1-6 3.5 0 1.9 1.4 3 2.8 3 1.5 0 2.6-.8 3.2-2 .6 1.2 1.7 2 3.2 2 1.4 0 2.8-1.1 2.8-3 0-2.5-2.4-3.5-6-3.5z"
  />
</svg>`
