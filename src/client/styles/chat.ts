/**
 * The room's layout: one column with a bar on phones, panel and conversation side by side from 48rem on.
 *
 * The veil is strong enough that the largest letters cannot be guessed, and comes at once.
 */
import { css } from "lit"

export const chat = css`
  :host {
    block-size: 100%;
    min-block-size: 0;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    position: relative;
  }

  .bar {
    display: flex;
    align-items: center;
    gap: var(--pug-space-3);
    padding-block: max(var(--pug-space-1), env(safe-area-inset-top)) var(--pug-space-1);
    padding-inline: var(--pug-space-4) var(--pug-space-2);
    border-block-end: 1px solid var(--pug-line);
  }

  .mark {
    flex: none;
    inline-size: 28px;
    block-size: 28px;
  }

  .people {
    margin-inline-start: auto;
    border-color: transparent;
    padding-inline: var(--pug-space-2);
  }

  .people svg {
    inline-size: 16px;
    block-size: 16px;
  }

  .talk {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
  }

  pug-log {
    flex: 1;
  }

  pug-composer {
    border-block-start: 1px solid var(--pug-line);
  }

  .panel {
    position: fixed;
    inset-block: auto 0;
    inset-inline: 0;
    inline-size: auto;
    max-inline-size: none;
    max-block-size: 85dvh;
    margin: var(--pug-space-2);
    margin-block-end: max(var(--pug-space-2), env(safe-area-inset-bottom));
    padding: var(--pug-space-6);
    border: 0;
    border-radius: var(--pug-radius-sheet);
    background: var(--pug-raised);
    color: var(--pug-ink);
    box-shadow: var(--pug-shadow);
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  .panel:popover-open {
    display: flex;
    flex-direction: column;
  }

  pug-members {
    flex: none;
  }

  /* The list scrolls under its tools; where it has no room for that, such as on a phone on its side, all of it scrolls. */
  @media (min-height: 32rem) {
    pug-members {
      flex: 0 1 auto;
      min-block-size: calc(2 * var(--pug-target));
      overflow-y: auto;
      overscroll-behavior: contain;
    }
  }

  .panel::backdrop {
    background: var(--pug-scrim);
  }

  .panel:popover-open {
    animation: panel var(--pug-motion);
  }

  @keyframes panel {
    from {
      opacity: 0;
      translate: 0 16px;
    }
  }

  pug-tools {
    flex: none;
    margin-block-start: var(--pug-space-6);
  }

  pug-away,
  pug-keep {
    flex: none;
  }

  .is-veiled {
    filter: blur(14px);
  }

  .settings {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
  }

  .keys {
    padding-inline: var(--pug-space-2);
    color: var(--pug-quiet);
    font-size: var(--pug-text-13);
    font-weight: 400;
  }

  .alone {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: var(--pug-space-3);
    margin: 0 var(--pug-space-4) var(--pug-space-4);
    padding: var(--pug-space-4);
    border-radius: var(--pug-radius);
    background: var(--pug-wash);
  }

  @media (min-width: 90rem) {
    .alone {
      inline-size: 52rem;
      margin-inline: auto;
    }
  }

  .alarm {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--pug-space-2);
    padding: var(--pug-space-3) var(--pug-space-4);
    background: var(--pug-danger-wash);
    color: var(--pug-danger);
  }

  @media (min-width: 48rem) {
    :host {
      grid-template-columns: 17rem minmax(0, 1fr);
      grid-template-areas: "bar talk" "panel talk";
    }

    .bar {
      grid-area: bar;
      padding: var(--pug-space-4);
      border: 0;
      background: var(--pug-sunken);
      border-inline-end: 1px solid var(--pug-line);
    }

    .bar pug-countdown {
      margin-inline-start: auto;
    }

    .people {
      display: none;
    }

    .panel {
      grid-area: panel;
      display: flex;
      flex-direction: column;
      position: static;
      inline-size: auto;
      block-size: auto;
      max-block-size: none;
      margin: 0;
      padding: var(--pug-space-2) var(--pug-space-4) var(--pug-space-4);
      border-radius: 0;
      border-inline-end: 1px solid var(--pug-line);
      background: var(--pug-sunken);
      box-shadow: none;
    }

    pug-tools {
      margin-block-start: auto;
      padding-block-start: var(--pug-space-6);
    }

    .talk {
      grid-area: talk;
    }
  }

  @media (forced-colors: active) {
    .panel {
      border: 1px solid CanvasText;
    }
  }
`
