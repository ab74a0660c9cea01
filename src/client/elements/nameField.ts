/**
 * Where a person may choose a name before going in. It travels sealed; without one the relay's own name is shown.
 */
import { html, type TemplateResult } from "lit"
import { client } from "../../protocol/Limits.ts"
import { words } from "./words/PageLanguage.ts"

/** A field with its label. One to a shadow root; see `chosenName`. */
export const nameField = (name: string, isDisabled: boolean): TemplateResult => html`<div>
  <label for="name">${words().name.label} <span class="hint">${words().name.hint}</span></label>
  <input
    id="name"
    maxlength=${client.maxNameLength}
    autocomplete="off"
    spellcheck="false"
    dir="auto"
    ?disabled=${isDisabled}
    .value=${name}
  />
</div>`

/** What is in the field of a shadow root. */
export const chosenName = (root: ParentNode): string => root.querySelector<HTMLInputElement>("#name")?.value ?? ""
