/**
 * The home page: what this is beside the form that makes a room.
 */
import { css } from "lit"

export const home = css`
  .brand {
    display: flex;
    align-items: center;
    gap: var(--pug-space-3);
    font-size: var(--pug-text-20);
    font-weight: 650;
  }

  .pitch,
  .form {
    display: grid;
    gap: var(--pug-space-4);
    align-content: start;
  }

  .card {
    display: grid;
    gap: var(--pug-space-6);
  }

  pug-paste {
    padding-block-start: var(--pug-space-4);
    border-block-start: 1px solid var(--pug-line);
  }

  .pitch > p {
    font-size: var(--pug-text-17);
  }

  .pitch > .claim {
    color: var(--pug-quiet);
    font-size: var(--pug-text-20);
  }

  .fields {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--pug-space-3);
  }

  .select {
    position: relative;
  }

  select {
    appearance: none;
    inline-size: 100%;
    padding-inline-end: var(--pug-space-8);
  }

  .select svg {
    position: absolute;
    inset-block: 0;
    inset-inline-end: var(--pug-space-3);
    margin-block: auto;
    inline-size: 16px;
    block-size: 16px;
    pointer-events: none;
  }

  .work {
    display: grid;
    gap: var(--pug-space-2);
  }

  progress {
    appearance: none;
    inline-size: 100%;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--pug-line);
    color: var(--pug-accent-line);
  }

  progress::-webkit-progress-bar {
    background: var(--pug-line);
  }

  progress::-webkit-progress-value {
    background: var(--pug-accent-line);
    transition: inline-size var(--pug-motion);
  }

  progress::-moz-progress-bar {
    background: var(--pug-accent-line);
  }

  details {
    margin-block-start: var(--pug-space-2);
    border-block-start: 1px solid var(--pug-line);
    padding-block-start: var(--pug-space-2);
  }

  summary {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--pug-space-3);
    min-block-size: var(--pug-target);
    font-weight: 550;
    text-wrap: balance;
    list-style: none;
    cursor: pointer;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  summary svg {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
  }

  details[open] summary svg {
    rotate: 180deg;
  }

  h2 {
    margin-block: var(--pug-space-3) var(--pug-space-2);
    font-size: var(--pug-text-15);
  }

  .terms {
    display: grid;
    gap: var(--pug-space-2) var(--pug-space-12);
  }

  @media (min-width: 60rem) {
    .page {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 22rem;
      gap: var(--pug-space-8) 80px;
      inline-size: min(100%, 64rem);
      /* Not centred, so that opening the list below moves nothing above it. */
      margin-block: 0;
      padding-block-start: clamp(var(--pug-space-8), 20dvh, 240px);
    }

    h1 {
      font-size: calc(var(--pug-text-34) * 1.3);
    }

    .card {
      align-self: center;
      padding: var(--pug-space-6);
      border: 1px solid var(--pug-line);
      border-radius: var(--pug-radius-sheet);
      background: var(--pug-raised);
    }

    select,
    input {
      background: var(--pug-paper);
    }

    pug-paste {
      --pug-field: var(--pug-paper);
    }

    details {
      grid-column: 1 / -1;
    }

    .terms {
      grid-template-columns: 1fr 1fr;
    }
  }

  li {
    position: relative;
    padding-inline-start: var(--pug-space-4);
    margin-block-end: var(--pug-space-2);
  }

  li::before {
    content: "";
    position: absolute;
    inset-inline-start: 0;
    inset-block-start: 0.65em;
    inline-size: 6px;
    block-size: 2px;
    background: var(--pug-accent-line);
  }
`
