/**
 * `<pug-members>`: who is here, with a colour and a mark each; you and the creator are named as such.
 *
 * @fires ask-kick - The creator wants a member out.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit"
import { repeat } from "lit/directives/repeat.js"
import { LanguageController } from "../controllers/LanguageController.ts"
import type { SessionMember } from "../SessionEvent.ts"
import { base } from "../styles/base.ts"
import { controls } from "../styles/controls.ts"
import { emit } from "./events.ts"
import { hueClass, memberMark, memberStyles } from "./memberMark.ts"
import { say, words } from "./words/RoomLanguage.ts"

export class PugMembers extends LitElement {
  static override styles = [
    base,
    controls,
    memberStyles,
    css`
      h2 {
        font-size: var(--pug-text-13);
        font-weight: 550;
        letter-spacing: 0;
        color: var(--pug-quiet);
        margin-block-end: var(--pug-space-1);
      }

      li {
        display: flex;
        align-items: center;
        gap: var(--pug-space-2);
        min-block-size: var(--pug-target);
      }

      .who {
        flex: 1;
        min-inline-size: 0;
        line-height: 1.3;
      }

      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .facts {
        display: block;
        font-size: var(--pug-text-13);
        color: var(--pug-quiet);
      }

      button {
        padding-inline: var(--pug-space-2);
        color: var(--pug-quiet);
        font-size: var(--pug-text-13);
        font-weight: 400;
      }

      button:focus-visible {
        outline-offset: -2px;
      }
    `
  ]

  static override properties = {
    members: { attribute: false },
    capacity: { attribute: false }
  }

  declare members: ReadonlyArray<SessionMember>
  declare capacity: number

  constructor() {
    super()
    new LanguageController(this)
    this.members = []
    this.capacity = 0
  }

  override render(): TemplateResult {
    const canKick = this.members.some((member) => member.isSelf && member.isCreator)
    return html`
      <h2 id="heading">${words().members.heading(this.members.length, this.capacity)}</h2>
      <ul aria-labelledby="heading">
        ${repeat(
          this.members,
          (member) => member.connectionId,
          (member) => html`<li>
            ${memberMark(member.connectionId)}
            <span class="who">
              <span class="name ${hueClass(member.connectionId)}" dir="auto">${member.name}</span>
              <span class="facts">${factsOf(member)}</span>
            </span>
            ${canKick && !member.isSelf ? this.#renderKick(member) : nothing}
          </li>`
        )}
      </ul>
    `
  }

  #renderKick(member: SessionMember): TemplateResult {
    return html`<button
      class="plain"
      type="button"
      aria-label=${words().members.removeLabel(say().isolate(member.name))}
      @click=${() => emit(this, "ask-kick", { connectionId: member.connectionId, name: member.name })}
    >
      ${words().members.remove}
    </button>`
  }
}

/** You, the creator, and whether its key fits ours. */
const factsOf = (member: SessionMember): string => {
  const { you, creator, verified, notVerified, factSeparator } = words().members
  return [
    ...(member.isSelf ? [you] : []),
    ...(member.isCreator ? [creator] : []),
    ...(member.isSelf ? [] : [member.isVerified ? verified : notVerified])
  ].join(factSeparator)
}

customElements.define("pug-members", PugMembers)

declare global {
  interface HTMLElementTagNameMap {
    "pug-members": PugMembers
  }
}
