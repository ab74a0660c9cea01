/**
 * How a member is told apart at a glance: one of twelve hues and one of eight shapes, both from the connection ID.
 *
 * Twelve hues alone repeat too soon and mean nothing to many eyes, so colour never stands alone. The classes
 * `hue-0` to `hue-11` set `color`.
 */
import { css, svg, html, type CSSResult, type SVGTemplateResult, type TemplateResult, unsafeCSS } from "lit"
import type { ConnectionId } from "../../protocol/Identifiers.ts"

const hueCount = 12

/** FNV-1a, 32 bits: spreads similar texts. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** The class that colours a member's name and mark. */
export const hueClass = (connectionId: ConnectionId): string => `hue-${hashOf(connectionId) % hueCount}`

/** The small shape beside a member's name. */
export const memberMark = (connectionId: ConnectionId): TemplateResult => {
  const shape = shapes[(hashOf(connectionId) >>> 8) % shapes.length]
  return html`<svg class="member-mark ${hueClass(connectionId)}" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`
}

const shapes: ReadonlyArray<SVGTemplateResult> = [
  svg`<circle cx="8" cy="8" r="6" fill="currentColor" />`,
  svg`<rect x="2.5" y="2.5" width="11" height="11" rx="2" fill="currentColor" />`,
  svg`<path d="M8 1.500 14.500 13.500h-13z" fill="currentColor" />`,
  svg`<path d="M8 1 15 8l-7 7-7-7z" fill="currentColor" />`,
  svg`<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="3" />`,
  svg`<path d="M8 2v12M2 8h12" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />`,
  svg`<path d="M2 8a6 6 0 0 1 12 0z" fill="currentColor" /><path d="M2 11.500h12" stroke="currentColor" stroke-width="3" />`,
  svg`<path d="M3 3l10 10M13 3 3 13" fill="none" stroke="currentColor" stroke-width="3.500" stroke-linecap="round" />`
]

const hueRules: CSSResult = unsafeCSS(
  Array.from({ length: hueCount }, (_, index) => {
    const hue = index * (360 / hueCount) + 15
    return `.hue-${index} { color: light-dark(oklch(46% 0.11 ${hue}), oklch(80% 0.09 ${hue})); }`
  }).join("\n")
)

/** Styles of marks and hues. */
export const memberStyles = css`
  .member-mark {
    flex: none;
    inline-size: 12px;
    block-size: 12px;
  }

  ${hueRules}
`
