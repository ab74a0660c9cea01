/**
 * What every element starts from: box model, text, headings, focus ring, and text for screen readers only.
 */
import { css } from "lit"

export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--pug-ink);
    font-family: var(--pug-font);
    font-size: var(--pug-text-15);
    line-height: 1.5;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ul {
    list-style: none;
  }

  h1,
  h2,
  h3 {
    line-height: 1.2;
    font-weight: 650;
    letter-spacing: -0.012em;
    text-wrap: balance;
  }

  p {
    max-width: 66ch;
    text-wrap: pretty;
  }

  :focus-visible {
    outline: 2px solid var(--pug-ink);
    outline-offset: 2px;
  }

  .quiet {
    color: var(--pug-quiet);
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`
