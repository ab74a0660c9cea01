/**
 * WebSocket pings and pongs count like messages: they are no free way to keep the relay busy.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { closeCodes } from "../../src/protocol/CloseCodes.ts"
import { maxPendingPongs } from "../../src/protocol/Limits.ts"
import { closeFrame, openRaw, rawFrame } from "../support/RawWebSocket.ts"
import { overSockets, RelayAddress } from "./contract/RelayUnderTest.ts"

const burst = 20
const opcode = { ping: 9, pong: 10 } as const
const settings = { messageRate: { burst, perSecond: 1e-9 } }

/** A client that sends so many control frames and then hears how it ends: with its own close frame or the relay's. */
const send = Effect.fnUntraced(function* (kind: keyof typeof opcode, count: number) {
  const { port } = new URL(yield* RelayAddress)
  return yield* Effect.promise(async () => {
    const client = await openRaw(Number(port))
    await client.send(Buffer.concat(Array.from({ length: count }, () => rawFrame(opcode[kind]))))
    await client.send(closeFrame(1000))
    return (await client.untilClosed()).find(({ opcode }) => opcode === 8)?.payload.readUInt16BE()
  })
})

describe.each(["ping", "pong"] as const)("a client that sends nothing but %ss", (kind) => {
  it.live("is served up to the burst of messages", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* send(kind, burst), 1000)
    }).pipe(Effect.provide(overSockets({ settings })))
  )

  it.live("is closed past it", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* send(kind, burst + 1), closeCodes.tooFast.code)
    }).pipe(Effect.provide(overSockets({ settings })))
  )
})

describe("answers to pings that wait to be sent", () => {
  const generous = { messageRate: { burst: 1_000, perSecond: 1 } }

  it.live("may be as many as the limit says", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* send("ping", maxPendingPongs), 1000)
    }).pipe(Effect.provide(overSockets({ settings: generous })))
  )

  it.live("cut the connection past it, without another word", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* send("ping", maxPendingPongs + 1))
    }).pipe(Effect.provide(overSockets({ settings: generous })))
  )
})
