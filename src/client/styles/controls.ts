/**
 * Buttons, fields and sheets: native controls, 44 px high, one look.
 */
import { css } from "lit"

export const controls = css`
  button,
  select,
  textarea,
  input {
    font: inherit;
    color: inherit;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--pug-space-2);
    min-block-size: var(--pug-target);
    min-inline-size: var(--pug-target);
    padding-block: var(--pug-space-2);
    padding-inline: var(--pug-space-4);
    border: 1px solid var(--pug-edge);
    border-radius: var(--pug-radius);
    background: transparent;
    font-weight: 550;
    line-height: 1.2;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition:
      background-color var(--pug-motion),
      border-color var(--pug-motion);
  }

  button:hover {
    background: light-dark(oklch(24% 0.02 265 / 0.05), oklch(93% 0.01 85 / 0.07));
  }

  button.primary {
    border-color: var(--pug-accent);
    background: var(--pug-accent);
    color: var(--pug-accent-ink);
    font-weight: 650;
  }

  button.primary:hover {
    border-color: var(--pug-accent-hover);
    background: var(--pug-accent-hover);
  }

  button.danger {
    border-color: currentColor;
    color: var(--pug-danger);
  }

  button.danger:hover {
    background: var(--pug-danger-wash);
  }

  button.plain {
    border-color: transparent;
  }

  button.wide {
    inline-size: 100%;
  }

  button[disabled] {
    opacity: 0.55;
    cursor: default;
  }

  select,
  textarea,
  input {
    min-block-size: var(--pug-target);
    padding-block: var(--pug-space-2);
    padding-inline: var(--pug-space-3);
    border: 1px solid var(--pug-edge);
    border-radius: var(--pug-radius);
    background: var(--pug-raised);
    font-size: var(--pug-text-17);
  }

  select:focus-visible,
  textarea:focus-visible,
  input:focus-visible {
    outline-offset: -2px;
  }

  .option {
    display: flex;
    align-items: center;
    gap: var(--pug-space-2);
    min-block-size: var(--pug-target);
    margin: 0;
    font-weight: 400;
  }

  .option input {
    flex: none;
    inline-size: 18px;
    min-block-size: 18px;
    margin: 0;
    accent-color: var(--pug-accent);
  }

  dialog {
    inline-size: min(100vw - 2 * var(--pug-space-4), 30rem);
    max-block-size: min(100dvh - 2 * var(--pug-space-4), 40rem);
    padding: var(--pug-space-6);
    border: 0;
    border-radius: var(--pug-radius-sheet);
    background: var(--pug-raised);
    color: var(--pug-ink);
    box-shadow: var(--pug-shadow);
    overscroll-behavior: contain;
  }

  dialog::backdrop {
    background: var(--pug-scrim);
  }

  dialog[open] {
    animation: sheet var(--pug-motion);
  }

  @keyframes sheet {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }

  @media (max-width: 40rem) {
    dialog {
      margin-block-end: max(var(--pug-space-4), env(safe-area-inset-bottom));
    }
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--pug-space-3);
  }

  @media (forced-colors: active) {
    button.primary {
      border: 2px solid ButtonText;
    }

    dialog {
      border: 1px solid CanvasText;
    }
  }
`
