/**
 * The relay's upgrade route against RFC 6455, from outside, byte by byte: the same cases whole and cut into pieces, so
 * that the direct path of sealed payloads and the path through `ws` are both taken, and must not be told apart.
 */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import * as EchoServer from "../support/EchoServer.ts"
import { openRaw, type RawFrame } from "../support/RawWebSocket.ts"
import { cases } from "./cases.ts"

const codeOf = ({ payload }: RawFrame): number => (payload.length < 2 ? 1005 : payload.readUInt16BE(0))

const outcomeOf = (frames: ReadonlyArray<RawFrame>) => {
  const close = frames.findIndex(({ opcode }) => opcode === 8)
  return {
    echoed: frames.slice(0, close).map(({ opcode, payload }) => [opcode, payload.toString("hex")]),
    code: frames[close] && codeOf(frames[close]),
    isWellFormed: frames.every(({ fin, rsv }) => fin && rsv === 0),
    behindClose: frames.length - close - 1
  }
}

/** Whole, in pieces that cut every header, and in pieces that cut payloads. */
const pieces = { whole: undefined, "in pieces of 3": 3, "in pieces of 1,021": 1_021 }

it.layer(EchoServer.layer, { excludeTestServices: true })("the relay's WebSocket", (it) => {
  it("is tried in 150 cases or more", () => {
    assert.isAtLeast(cases.length, 150)
    assert.strictEqual(new Set(cases.map(({ name }) => name)).size, cases.length)
  })

  it.effect.each(cases)("$name", ({ sent, echoed, code }) =>
    Effect.gen(function* () {
      const port = yield* EchoServer.port
      const expected = {
        echoed: echoed.map(([opcode, payload]) => [opcode, payload.toString("hex")]),
        code,
        isWellFormed: true,
        behindClose: 0
      }

      for (const [name, pieceBytes] of Object.entries(pieces)) {
        const isTooLong = pieceBytes === 3 && sent.length > 3_000
        if (isTooLong) continue
        const frames = yield* Effect.promise(async () => {
          const raw = await openRaw(port)
          await raw.send(sent, pieceBytes)
          return raw.untilClosed()
        })

        assert.deepStrictEqual(outcomeOf(frames), expected, name)
      }
    })
  )
})
