/**
 * The log: one column of groups. Own messages carry a rule at their start edge; no sides, no bubbles.
 */
import { css } from "lit"

export const log = css`
  :host {
    position: relative;
    display: flex;
    min-block-size: 0;
  }

  .scroller {
    flex: 1;
    min-inline-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    /* pug-log holds the reader's place by itself. */
    overflow-anchor: none;
    scrollbar-gutter: stable;
    scrollbar-color: var(--pug-edge) transparent;
  }

  .scroller:focus-visible {
    outline-offset: -2px;
  }

  .rows {
    display: flex;
    flex-direction: column;
    gap: var(--pug-space-4);
    min-block-size: 100%;
    padding-block: var(--pug-space-4);
    padding-inline: var(--pug-space-4);
  }

  .rows > :first-child {
    margin-block-start: auto;
  }

  .group {
    padding-inline-start: calc(var(--pug-space-3) + 2px);
  }

  .group.is-own {
    padding-inline-start: var(--pug-space-3);
    border-inline-start: 2px solid var(--pug-accent-line);
  }

  .head {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    column-gap: var(--pug-space-2);
    font-size: var(--pug-text-13);
  }

  .name {
    font-weight: 650;
    overflow-wrap: anywhere;
  }

  .time,
  .state {
    font-size: var(--pug-text-13);
    color: var(--pug-quiet);
    font-variant-numeric: tabular-nums;
  }

  .state.is-failed {
    color: var(--pug-danger);
    font-weight: 550;
  }

  .body {
    font-size: var(--pug-text-17);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    text-wrap: wrap;
  }

  /* A short message has the mark of its end beside it, a long one below. */
  .said {
    flex: 0 1 auto;
    min-inline-size: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: var(--pug-space-3);
    max-inline-size: 66ch;
    font-size: var(--pug-text-17);
  }

  .fading {
    font-size: var(--pug-text-13);
    color: var(--pug-quiet);
  }

  .fading svg {
    inline-size: 13px;
    block-size: 13px;
    vertical-align: -2px;
  }

  .message {
    display: flex;
    align-items: flex-start;
    column-gap: var(--pug-space-2);
  }

  .message + .message,
  .failed + .message {
    margin-block-start: var(--pug-space-1);
  }

  /* Out of sight it takes no tap: on a phone the first one shows it. */
  .copy {
    flex: none;
    inline-size: 28px;
    block-size: 28px;
    min-inline-size: 0;
    min-block-size: 0;
    margin-block: -3px;
    padding: 6px;
    color: var(--pug-quiet);
    opacity: 0;
    pointer-events: none;
  }

  .message:hover .copy,
  .copy:focus-visible {
    opacity: 1;
    pointer-events: auto;
  }

  .refusal {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    padding-block: var(--pug-space-2);
    padding-inline: var(--pug-space-4);
    background: var(--pug-danger-wash);
    color: var(--pug-danger);
  }

  .body.is-pending,
  .body.is-failed {
    color: var(--pug-quiet);
  }

  .failed {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--pug-space-1);
    margin-inline-start: calc(-1 * var(--pug-space-4));
    font-size: var(--pug-text-13);
  }

  .note {
    padding-inline-start: calc(var(--pug-space-3) + 2px);
    font-size: var(--pug-text-13);
    color: var(--pug-quiet);
  }

  .note.is-caution,
  .note.is-danger {
    border-radius: var(--pug-radius);
    padding: var(--pug-space-2) var(--pug-space-3);
    background: var(--pug-wash);
    color: var(--pug-ink);
    font-size: var(--pug-text-15);
  }

  .note.is-danger {
    background: var(--pug-danger-wash);
    color: var(--pug-danger);
  }

  .note.is-caution .time,
  .note.is-danger .time {
    color: inherit;
  }

  .pill {
    position: absolute;
    inset-block-end: var(--pug-space-3);
    inset-inline: 0;
    margin-inline: auto;
    inline-size: max-content;
    max-inline-size: calc(100% - 2 * var(--pug-space-4));
    border-radius: calc(var(--pug-target) / 2);
    border-color: var(--pug-edge);
    background: var(--pug-raised);
  }

  .pill:hover {
    background: var(--pug-sunken);
  }

  /* A phone's lines are too short to keep room for it. */
  @media (max-width: 48rem) {
    .message {
      position: relative;
    }

    .copy {
      position: absolute;
      inset-block-start: 0;
      inset-inline-end: 0;
      background: var(--pug-paper);
    }
  }

  @media (min-width: 48rem) {
    .said,
    .body {
      font-size: var(--pug-text-15);
    }
  }

  @media (min-width: 90rem) {
    .rows {
      inline-size: min(100%, 54rem);
      margin-inline: auto;
    }
  }
`
