/**
 * The box of a room: it fills what its page gives it, and scrolls inside.
 */
import { css } from "lit"

export const room = css`
  :host {
    block-size: 100%;
    min-block-size: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    background: var(--pug-paper);
  }
`
