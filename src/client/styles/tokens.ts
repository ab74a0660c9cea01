/**
 * The design tokens: colour, type, space, motion. Every other style takes its values from here.
 *
 * They are custom properties on the outermost element (pug-app, or pug-room in a foreign page) and inherit from there
 * into every shadow tree. A host page restyles the element by setting them on it. Colours are oklch pairs for light and
 * dark; text keeps a contrast of 4.5, edges of controls one of 3.
 *
 * These stay what they are for host pages; the others may change.
 *
 * @cssprop --pug-paper - The ground.
 * @cssprop --pug-raised - The ground of dialogs, and of the panel on a narrow element.
 * @cssprop --pug-sunken - The ground of bar and panel at the side.
 * @cssprop --pug-ink - Text.
 * @cssprop --pug-quiet - Text that can wait.
 * @cssprop --pug-line - Lines between things.
 * @cssprop --pug-edge - Edges of buttons and fields.
 * @cssprop --pug-accent - The main button.
 * @cssprop --pug-accent-hover - The same under the pointer.
 * @cssprop --pug-accent-ink - Text on it.
 * @cssprop --pug-accent-line - The accent as a line.
 * @cssprop --pug-wash - The ground of hints.
 * @cssprop --pug-danger - What destroys or warns.
 * @cssprop --pug-danger-wash - The ground of warnings.
 * @cssprop --pug-scrim - What lies over the room behind a dialog.
 * @cssprop --pug-font - The typeface.
 * @cssprop --pug-mono - The typeface of code and links.
 * @cssprop --pug-radius - Corners of buttons, fields and hints.
 * @cssprop --pug-radius-sheet - Corners of dialogs.
 */
import { css } from "lit"

export const tokens = css`
  :host {
    color-scheme: light dark;

    --pug-paper: light-dark(oklch(98.5% 0.006 85), oklch(19% 0.015 265));
    --pug-raised: light-dark(oklch(100% 0 0), oklch(23.5% 0.017 265));
    --pug-sunken: light-dark(oklch(96% 0.009 85), oklch(16.5% 0.014 265));
    --pug-ink: light-dark(oklch(24% 0.02 265), oklch(93% 0.01 85));
    --pug-quiet: light-dark(oklch(50% 0.02 265), oklch(70% 0.015 265));
    --pug-line: light-dark(oklch(90% 0.01 85), oklch(32% 0.02 265));
    --pug-edge: light-dark(oklch(62% 0.015 265), oklch(54% 0.02 265));
    --pug-accent: light-dark(oklch(74% 0.115 70), oklch(76% 0.11 70));
    --pug-accent-hover: light-dark(oklch(70% 0.12 68), oklch(81% 0.11 72));
    --pug-accent-ink: oklch(22% 0.03 60);
    --pug-accent-line: light-dark(oklch(62% 0.12 65), oklch(76% 0.11 70));
    --pug-wash: light-dark(oklch(95.5% 0.025 80), oklch(25% 0.025 75));
    --pug-danger: light-dark(oklch(50% 0.19 27), oklch(74% 0.14 25));
    --pug-danger-wash: light-dark(oklch(96% 0.02 25), oklch(26% 0.05 25));
    --pug-good: light-dark(oklch(47% 0.11 155), oklch(76% 0.12 155));
    --pug-scrim: light-dark(oklch(24% 0.02 265 / 0.35), oklch(8% 0.01 265 / 0.6));

    --pug-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    --pug-mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace;
    --pug-text-13: 0.8125rem;
    --pug-text-15: 0.9375rem;
    --pug-text-17: 1.0625rem;
    --pug-text-20: 1.25rem;
    --pug-text-26: 1.625rem;
    --pug-text-34: 2.125rem;

    --pug-space-1: 4px;
    --pug-space-2: 8px;
    --pug-space-3: 12px;
    --pug-space-4: 16px;
    --pug-space-6: 24px;
    --pug-space-8: 32px;
    --pug-space-12: 48px;

    --pug-target: 44px;
    --pug-radius: 10px;
    --pug-radius-sheet: 16px;
    --pug-shadow: 0 8px 40px oklch(20% 0.02 265 / 0.22);
    --pug-motion: 120ms ease-out;
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --pug-motion: 0ms;
    }
  }
`
