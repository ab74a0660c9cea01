/**
 * Where a person may choose a name before going in. It travels sealed; without one the relay's own name is shown.
 */
import { html, type TemplateResult } from "lit"
import { client } from "../../protocol/Limits.ts"

/** A field with its label. One to a shadow root; see `chosenName`. */
export const nameField = (name: string, isDisabled: boolean): TemplateResult => html`<div>
  <label for="name">Your name</label>
  <input
    id="name"
    maxlength=${client.maxNameLength}
    placeholder="Optional"
    autocomplete="off"
    spellcheck="false"
    aria-describedby="name-hint"
    dir="auto"
    ?disabled=${isDisabled}
    .value=${name}
  />
  <p id="name-hint" class="hint">The people in the room read it, the relay cannot.</p>
</div>`

/** What is in the field of a shadow root. */
export const chosenName = (root: ParentNode): string => root.querySelector<HTMLInputElement>("#name")?.value ?? ""
