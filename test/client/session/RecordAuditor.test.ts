/** The bounds of the auditor; its verdicts are in faults.test.ts. */
import { assert, it } from "@effect/vitest"
import { RecordAuditor } from "../../../src/client/session/RecordAuditor.ts"
import { type ConnectionId, connectionIdOf } from "../../../src/protocol/Identifiers.ts"
import { client } from "../../../src/protocol/Limits.ts"
import { bytesOf } from "../support/ScriptedRelay.ts"

const numbered = (number: number): Uint8Array => {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}

const member = (number: number): ConnectionId => connectionIdOf(numbered(number))

const speaksAndLeaves = (auditor: RecordAuditor, number: number): void => {
  auditor.joined(member(number))
  auditor.count(member(number), numbered(number), 0)
  auditor.left(member(number))
}

it("remembers the members who left last, and no more of them than its limit", () => {
  const auditor = new RecordAuditor()
  auditor.start(member(0), bytesOf(16, 255), [])

  for (let number = 1; number <= client.maxDepartedSenders + 1; number += 1) speaksAndLeaves(auditor, number)

  assert.isFalse(auditor.isAttributable(member(1), numbered(1)))
  assert.isTrue(auditor.isAttributable(member(2), numbered(2)))
  assert.strictEqual(auditor.count(member(2), numbered(2), 0)._tag, "Replayed")
})

it("binds a session only by a record that has opened", () => {
  const auditor = new RecordAuditor()
  auditor.start(member(0), bytesOf(16, 255), [member(1)])

  assert.isTrue(auditor.isAttributable(member(1), bytesOf(16, 1)))
  assert.isTrue(auditor.isAttributable(member(1), bytesOf(16, 2)))
  auditor.count(member(1), bytesOf(16, 2), 0)

  assert.isFalse(auditor.isAttributable(member(1), bytesOf(16, 1)))
})

it("gives its own session to nobody else", () => {
  const auditor = new RecordAuditor()
  auditor.start(member(0), bytesOf(16, 255), [member(1)])

  assert.isFalse(auditor.isAttributable(member(1), bytesOf(16, 255)))
})
