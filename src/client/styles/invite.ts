/**
 * The invite: a code on a light tile, one line to select, the words behind one tap.
 */
import { css } from "lit"

export const invite = css`
  h2 {
    font-size: var(--pug-text-20);
  }

  label {
    display: block;
    margin-block: var(--pug-space-4) var(--pug-space-1);
    font-size: var(--pug-text-13);
    color: var(--pug-quiet);
  }

  input {
    inline-size: 100%;
    font-family: var(--pug-mono);
    font-size: var(--pug-text-15);
    text-overflow: ellipsis;
  }

  .actions {
    margin-block: var(--pug-space-3) var(--pug-space-4);
  }

  .actions button {
    flex: 1 1 8rem;
  }

  .problem {
    margin-block-end: var(--pug-space-4);
    color: var(--pug-danger);
  }

  .code {
    display: block;
    inline-size: min(100%, 13rem);
    margin-block: var(--pug-space-4) 0;
    margin-inline: auto;
    border-radius: var(--pug-radius);
    image-rendering: pixelated;
  }

  details {
    margin-block-start: var(--pug-space-3);
    border-block-start: 1px solid var(--pug-line);
  }

  summary {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: var(--pug-target);
    font-weight: 550;
    list-style: none;
    cursor: pointer;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  summary::after {
    content: "";
    inline-size: 8px;
    block-size: 8px;
    margin-inline-end: var(--pug-space-1);
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
  }

  details[open] summary::after {
    rotate: 225deg;
  }

  .words {
    margin: var(--pug-space-3) 0 0;
    padding-inline-start: var(--pug-space-6);
    font-size: var(--pug-text-17);
    line-height: 1.4;
    user-select: text;
  }

  .words li {
    padding-block: var(--pug-space-1);
  }

  .words li::marker {
    color: var(--pug-quiet);
    font-size: var(--pug-text-13);
  }

  .close {
    margin-block-start: var(--pug-space-2);
  }
`
