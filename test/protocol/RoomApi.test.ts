/** The bodies of the HTTP API: which fields they must have, and the codes of its problems. */
import { assert, describe, it } from "@effect/vitest"
import { Exit, Schema } from "effect"
import { readFileSync } from "node:fs"
import { anySubprotocol, subprotocol } from "../../src/protocol/Limits.ts"
import {
  Challenge,
  ChallengeRequest,
  CreateRoom,
  Problem,
  ProblemCode,
  RoomCreated
} from "../../src/protocol/RoomApi.ts"

const digest = "A".repeat(43)
const token = "t".repeat(120)
const room = { ttlSeconds: 60, capacity: 2, joinVerifier: digest, creatorVerifier: digest }

/** Whether a schema reads a body. */
const reads =
  (schema: Schema.ConstraintDecoder<unknown>) =>
  (body: unknown): boolean =>
    Exit.isSuccess(Schema.decodeUnknownExit(schema)(body))

/** Name, what reads it, and a body in which every field is needed. */
const bodies: ReadonlyArray<readonly [string, (body: unknown) => boolean, Readonly<Record<string, unknown>>]> = [
  ["ChallengeRequest", reads(ChallengeRequest), { paramsDigest: digest }],
  ["Challenge", reads(Challenge), { token, bits: 18, expiresInMillis: 120_000 }],
  ["CreateRoom", reads(CreateRoom), { ...room, token, nonce: 7 }],
  ["RoomCreated", reads(RoomCreated), { roomId: "A".repeat(22), remainingMillis: 1, capacity: 2 }],
  ["Problem", reads(Problem), { status: 400, code: "invalid-body" }]
]

describe("a body", () => {
  it.each(bodies)("is read with all of its fields: %s", (_, read, body) => {
    assert.isTrue(read(body))
  })

  it.each(bodies)("is refused without any one of them, or with a wrong one: %s", (_, read, body) => {
    for (const field of Object.keys(body)) {
      const without = Object.fromEntries(Object.entries(body).filter(([name]) => name !== field))

      assert.isFalse(read(without), field)
      assert.isFalse(read({ ...body, [field]: {} }), field)
    }
  })

  it.each([`${token}t`, token.slice(1), `=${token.slice(1)}`])("is refused with a token that is none: %s", (wrong) => {
    assert.isFalse(reads(CreateRoom)({ ...room, token: wrong, nonce: 7 }))
  })

  it("of a problem keeps what it says beside its code", () => {
    const problem = { status: 429, code: "busy", detail: "later", path: "capacity", retryAfterSeconds: 3 }

    assert.deepStrictEqual(Schema.decodeSync(Problem)(problem), problem)
  })
})

describe("the protocol's words", () => {
  const specification = readFileSync("docs/PROTOCOL.md", "utf8")

  it("for problems are those of the specification's table", () => {
    const codes = [...specification.matchAll(/^\| \d{3} \| `([a-z-]+)` \|/gm)].map(([, code]) => code)

    assert.deepStrictEqual([...ProblemCode.literals].toSorted(), codes.toSorted())
  })

  it("for the subprotocol are those of the specification, and any version is known for one", () => {
    assert.include(specification, `subprotocol \`${subprotocol}\``)
    for (const offered of [subprotocol, "pug.v2", "pug.v9999"]) assert.match(offered, anySubprotocol)
    for (const offered of ["pug.v", "pug.v12345", "xpug.v1", "pug.v1x", "pug.vx", "chat"]) {
      assert.notMatch(offered, anySubprotocol)
    }
  })
})
