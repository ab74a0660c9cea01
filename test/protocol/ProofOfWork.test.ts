import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { identifierBytes } from "../../src/protocol/Identifiers.ts"
import { createRoomLayout, joinRoomLayout, leadingZeroBits, workPreimage } from "../../src/protocol/ProofOfWork.ts"
import { bytes, integer, roomId } from "../support/FrameArbitraries.ts"

const anyInteger = integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

const i64 = (value: number): Buffer => {
  const buffer = Buffer.alloc(8)
  buffer.writeBigInt64BE(BigInt(value))
  return buffer
}

/** Test vectors for other implementations are in test/vectors/pow.json; here every value counts, not a few. */
describe("ProofOfWork", () => {
  it("lays a creation out as PROTOCOL.md says, negative numbers too", () => {
    fc.assert(
      fc.property(anyInteger, anyInteger, bytes(32), bytes(32), (ttlSeconds, capacity, join, creator) => {
        const layout = createRoomLayout({ ttlSeconds, capacity, joinVerifier: join, creatorVerifier: creator })

        const expected = Buffer.concat([Uint8Array.of(1, 1), i64(ttlSeconds), i64(capacity), join, creator])
        assert.deepEqual(Buffer.from(layout), expected)
      })
    )
  })

  it("lays a join out as PROTOCOL.md says", () => {
    fc.assert(
      fc.property(roomId, bytes(32), (room, proof) => {
        const expected = Buffer.concat([Uint8Array.of(1, 2), identifierBytes(room), proof])

        assert.deepEqual(Buffer.from(joinRoomLayout(room, proof)), expected)
      })
    )
  })

  it("puts the nonce behind the digest as u64be, up to 2^53 - 1", () => {
    fc.assert(
      fc.property(bytes(32), integer(0), (digest, nonce) => {
        assert.deepEqual(Buffer.from(workPreimage(digest, nonce)), Buffer.concat([digest, i64(nonce)]))
      })
    )
  })

  it("counts the zero bits of any digest", () => {
    const digest = fc.tuple(fc.nat(32), bytes(32)).map(([zeros, rest]) => rest.fill(0, 0, zeros))
    fc.assert(
      fc.property(digest, (value) => {
        const binary = Array.from(value, (byte) => byte.toString(2).padStart(8, "0")).join("")

        assert.strictEqual(leadingZeroBits(value), `${binary}1`.indexOf("1"))
      })
    )
  })

  it("finds as many solutions as chance has them", () => {
    const token = createHash("sha256").update("token").digest()
    const found = Array.from({ length: 4_096 }, (_, nonce) =>
      leadingZeroBits(createHash("sha256").update(workPreimage(token, nonce)).digest())
    ).filter((bits) => bits >= 4)

    assert.approximately(found.length, 4_096 / 16, 60)
  })
})
