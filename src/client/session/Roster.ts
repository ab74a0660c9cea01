/**
 * The members as this client shows them: what the relay says about them, and what they have sealed about themselves.
 *
 * A chosen name is text from a stranger. Characters that are not seen but change how others are (bidirectional controls,
 * zero-width and control characters) are taken out; the joiners that emoji and some scripts need stay.
 */
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import { client } from "../../protocol/Limits.ts"
import type { Member } from "../../protocol/ServerFrame.ts"
import type { SessionMember } from "../SessionEvent.ts"

export class Roster {
  #members = new Map<ConnectionId, SessionMember>()

  get list(): ReadonlyArray<SessionMember> {
    return [...this.#members.values()]
  }

  get(connectionId: ConnectionId): SessionMember | undefined {
    return this.#members.get(connectionId)
  }

  /** The list of a new connection. Members who were there before keep what they have sealed about themselves. */
  start(members: ReadonlyArray<Member>, self: ConnectionId, ownName: string | undefined): void {
    const earlier = this.#members
    this.#members = new Map()
    for (const member of members) {
      const { connectionId, isCreator } = member
      const isSelf = connectionId === self
      const known = earlier.get(connectionId)
      const name = (isSelf ? ownName : known?.name) ?? member.name
      const isVerified = isSelf || (known?.isVerified ?? false)
      this.#members.set(connectionId, { connectionId, name, isCreator, isSelf, isVerified })
    }
  }

  /** Adds a newcomer; the creators who are none any more, because it is one now, come with it. */
  joined(member: Member): { readonly joined: SessionMember; readonly changed: ReadonlyArray<SessionMember> } {
    const { connectionId, name, isCreator } = member
    const joined = { connectionId, name, isCreator, isSelf: false, isVerified: false }
    const changed = isCreator ? this.#withdrawCreator() : []
    this.#members.set(connectionId, joined)
    return { joined, changed }
  }

  left(connectionId: ConnectionId): SessionMember | undefined {
    const member = this.#members.get(connectionId)
    this.#members.delete(connectionId)
    return member
  }

  /** Something sealed by the member has opened, perhaps with a chosen name. The member, if that changes anything. */
  verified(connectionId: ConnectionId, chosenName: string | undefined): SessionMember | undefined {
    const member = this.#members.get(connectionId)
    if (member === undefined) return undefined
    const name = (chosenName === undefined ? undefined : cleanName(chosenName)) ?? member.name
    if (member.isVerified && name === member.name) return undefined
    const changed = { ...member, name, isVerified: true }
    this.#members.set(connectionId, changed)
    return changed
  }

  /** Our key is another: whose records it opens is to be seen. */
  forgetVerified(): void {
    for (const member of this.list) this.#members.set(member.connectionId, { ...member, isVerified: member.isSelf })
  }

  #withdrawCreator(): ReadonlyArray<SessionMember> {
    const changed = this.list.filter((member) => member.isCreator).map((member) => ({ ...member, isCreator: false }))
    for (const member of changed) this.#members.set(member.connectionId, member)
    return changed
  }
}

/** What is shown of a chosen name, and sealed of one's own; `undefined` if nothing is left of it. */
export const cleanName = (name: string): string | undefined => {
  const visible = name.replace(/\s+/g, " ").replace(invisible, "").trim()
  const cut = visible.slice(0, client.maxNameLength).toWellFormed().trim()
  return cut === "" ? undefined : cut
}

/** Unicode category C (control, format, unassigned, private, lone surrogates) but for the zero-width (non-)joiner. */
const invisible = /(?![\u200c\u200d])\p{C}/gu
