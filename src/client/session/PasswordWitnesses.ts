/**
 * Whose first sealed record tells that our password is right: the creator's, or without a creator that of anybody who was
 * in before us. PROTOCOL.md section 7.6.
 *
 * Who comes after us may have typed a wrong one themselves, and says nothing of ours. So whoever is first in a room is
 * never doubted. Owned by the one fiber that reads the connection.
 */
import type { ConnectionId } from "../../protocol/Identifiers.ts"
import type { SessionMember } from "../SessionEvent.ts"

export class PasswordWitnesses {
  /** Absent until the first join with a password. */
  #witnesses: ReadonlySet<ConnectionId> | undefined

  /** We are in with these members. A later join with the same password changes nothing. */
  start(members: ReadonlyArray<SessionMember>): void {
    if (this.#witnesses !== undefined) return
    const others = members.filter(({ isSelf }) => !isSelf)
    const creators = others.filter(({ isCreator }) => isCreator)
    const witnesses = creators.length > 0 ? creators : others
    this.#witnesses = new Set(witnesses.map(({ connectionId }) => connectionId))
  }

  /** There is another password. */
  forget(): void {
    this.#witnesses = undefined
  }

  /** Something sealed by a member has opened, or has not. True if that makes the password doubtful; the first one decides. */
  hear(sender: ConnectionId, hasOpened: boolean): boolean {
    if (this.#witnesses?.has(sender) !== true) return false
    this.#witnesses = new Set()
    return !hasOpened
  }
}
