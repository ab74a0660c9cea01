/**
 * Where a person types the password of a room. It is read where it is asked for, and nothing keeps it.
 *
 * A field of type `text`: browsers offer to keep what is typed into one of type `password`, and take it to other devices.
 */
import { html, nothing, type TemplateResult } from "lit"
import { words } from "./words/PageLanguage.ts"

export interface PasswordFieldState {
  /** What to know about it here. */
  readonly hint: string
  readonly isDisabled: boolean
  /** It was asked for, and nothing was there. */
  readonly isMissing: boolean
}

/** A field with its label. One to a shadow root; see `typedPassword`. */
export const passwordField = ({ hint, isDisabled, isMissing }: PasswordFieldState): TemplateResult => html`<div>
  <label for="password">${words().password.label}</label>
  <input
    id="password"
    autocomplete="off"
    autocapitalize="none"
    spellcheck="false"
    dir="auto"
    aria-describedby="password-hint"
    aria-invalid=${isMissing ? "true" : nothing}
    ?disabled=${isDisabled}
  />
  <small class="below" id="password-hint">${hint}</small>
  ${isMissing ? html`<p class="problem" role="alert">${words().password.missing}</p>` : nothing}
</div>`

/** What is in the field of a shadow root. If it is nothing, or the field is not there: `undefined`, and it gets the focus. */
export const typedPassword = (root: ParentNode): string | undefined => {
  const field = root.querySelector<HTMLInputElement>("#password")
  if (field !== null && field.value.trim() !== "") return field.value
  field?.focus()
  return undefined
}
