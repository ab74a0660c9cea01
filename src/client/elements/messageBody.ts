/**
 * How the parts of a message look. Every text is a text binding; a link opens elsewhere and learns nothing of the room.
 */
import { css, html, type TemplateResult } from "lit"
import { type MessagePart, partsOf } from "../MessageText.ts"

/** What a message says. There is no space between the parts but the person's own. */
export const messageBody = (body: string): ReadonlyArray<string | TemplateResult> => partsOf(body).map(renderPart)

/** For elements that show messages. */
export const messageStyles = css`
  .body a {
    color: inherit;
    text-underline-offset: 0.15em;
  }

  .body code {
    border-radius: 4px;
    padding-inline: 0.3em;
    background: var(--pug-sunken);
    font-family: var(--pug-mono);
    font-size: 0.92em;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }

  .body code.is-block {
    display: block;
    margin-block: var(--pug-space-1);
    padding: var(--pug-space-2) var(--pug-space-3);
    border-radius: var(--pug-radius);
    text-align: start;
  }

  .body b {
    font-weight: 650;
  }
`

/** A link is written from left to right, as its own island: no text around it can turn its letters round. */
const renderPart = (part: MessagePart): string | TemplateResult => {
  switch (part._tag) {
    case "Text":
      return part.text
    case "Code":
      return html`<code class=${part.isBlock ? "is-block" : ""} dir="auto">${part.text}</code>`
    case "Bold":
      return html`<b>${part.parts.map(renderPart)}</b>`
    case "Link":
      return html`<a dir="ltr" href=${part.href} target="_blank" rel="noopener noreferrer nofollow">${part.text}</a>`
  }
}
