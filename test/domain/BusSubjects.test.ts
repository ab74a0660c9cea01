/** The subjects of docs/CLUSTER.md section 2, and that permissions hold a node to its own. */
import { assert, describe, it } from "@effect/vitest"
import { datagramSubject, inbox, otherNode, permissionsOf, replySubject } from "../../src/domain/BusSubjects.ts"

const a = { slot: 1, incarnation: 11 }
const b = { slot: 2, incarnation: 22 }

/** As NATS matches: "*" is one part, ">" is one or more to the end. */
const matches = (pattern: string, subject: string): boolean => {
  const parts = subject.split(".")
  const wanted = pattern.split(".")
  const isOpen = wanted.at(-1) === ">"
  const fixed = isOpen ? wanted.slice(0, -1) : wanted
  const fits = isOpen ? parts.length > fixed.length : parts.length === fixed.length
  return fits && fixed.every((part, index) => part === "*" || part === parts[index])
}

const may = (patterns: ReadonlyArray<string>, subject: string): boolean =>
  patterns.some((pattern) => matches(pattern, subject))

describe("the subjects of the bus", () => {
  it("name the receiver first, then the sender", () => {
    assert.strictEqual(datagramSubject(a, b), "pug.1.d.2.22.1.11")
    assert.strictEqual(replySubject(a, b), "pug.1.r.1.11.2.22")
  })

  it("bring a node what is meant for it, and nobody else that", () => {
    const toB = datagramSubject(a, b)
    const absenceOfB = replySubject(a, b)

    assert.isTrue(matches(inbox(b).datagrams, toB))
    assert.isTrue(matches(inbox(a).replies, absenceOfB))
    for (const other of [a, { slot: 2, incarnation: 23 }, { slot: 22, incarnation: 22 }]) {
      assert.isFalse(matches(inbox(other).datagrams, toB), JSON.stringify(other))
    }
    for (const other of [b, { slot: 1, incarnation: 12 }, { slot: 11, incarnation: 11 }]) {
      assert.isFalse(matches(inbox(other).replies, absenceOfB), JSON.stringify(other))
    }
    assert.isFalse(matches(inbox(b).replies, toB))
    assert.isFalse(matches(inbox(a).datagrams, absenceOfB))
  })

  it("tell who has sent a datagram, and who is not there", () => {
    assert.deepEqual(otherNode(datagramSubject(a, b)), a)
    assert.deepEqual(otherNode(replySubject(a, b)), b)
  })

  it.each(["", "pug.1.d.2.22.1", "pug.1.d.2.22.1.11.1", "pug.1.d.2.22.1.x", "pug.1.d.2.22.65536.1"])(
    "name nobody as %j",
    (subject) => {
      assert.isUndefined(otherNode(subject))
    }
  )
})

describe("the permissions of a slot", () => {
  const ofA = permissionsOf(a.slot)

  it("let its nodes send and listen", () => {
    assert.isTrue(may(ofA.publish, datagramSubject(a, b)))
    assert.isTrue(may(ofA.subscribe, datagramSubject(b, a)))
    assert.isTrue(may(ofA.subscribe, replySubject(a, b)))
  })

  it("let them neither speak as others, nor say who is not there", () => {
    assert.isFalse(may(ofA.publish, datagramSubject(b, a)))
    assert.isFalse(may(ofA.publish, datagramSubject({ slot: 11, incarnation: 1 }, b)))
    assert.isFalse(may(ofA.publish, replySubject(b, a)))
    assert.isFalse(may(ofA.publish, replySubject(a, b)))
  })

  it("let them hear nothing that others are told", () => {
    assert.isFalse(may(ofA.subscribe, datagramSubject(a, b)))
    assert.isFalse(may(ofA.subscribe, replySubject(b, a)))
  })
})
