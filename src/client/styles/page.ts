/**
 * A page with one column and one thing to do: home, invitation, waiting, end.
 */
import { css } from "lit"

export const page = css`
  :host {
    min-block-size: 100%;
    display: grid;
    overflow-y: auto;
  }

  .page {
    display: flex;
    flex-direction: column;
    gap: var(--pug-space-4);
    inline-size: min(100%, 30rem);
    margin: auto;
    padding-block: max(var(--pug-space-8), env(safe-area-inset-top)) max(var(--pug-space-8), env(safe-area-inset-bottom));
    /* The notch is on the left or right of the device, whichever way one reads. */
    padding-left: max(var(--pug-space-6), env(safe-area-inset-left));
    padding-right: max(var(--pug-space-6), env(safe-area-inset-right));
  }

  .mark {
    inline-size: 56px;
    block-size: 56px;
    margin-inline-start: -4px;
  }

  h1 {
    font-size: var(--pug-text-34);
  }

  h1:focus {
    outline: none;
  }

  .page > p {
    font-size: var(--pug-text-17);
  }

  label {
    display: block;
    margin-block-end: var(--pug-space-1);
    font-weight: 550;
  }

  input {
    inline-size: 100%;
  }

  .hint {
    margin-inline-start: var(--pug-space-1);
    font-size: var(--pug-text-13);
    font-weight: 400;
    color: var(--pug-quiet);
  }

  .below {
    display: block;
    margin-block-start: var(--pug-space-1);
    font-size: var(--pug-text-13);
    color: var(--pug-quiet);
  }

  .problem {
    color: var(--pug-danger);
  }

  .below + .problem {
    margin-block-start: var(--pug-space-1);
  }

  .actions {
    margin-block-start: var(--pug-space-2);
  }

  @media (max-width: 30rem) {
    .actions > button {
      flex: 1 1 100%;
    }
  }
`
