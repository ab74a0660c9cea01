import { type Duplex, PassThrough } from "node:stream"
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { FrameSplitter, install } from "../../src/layers/DirectFrames.ts"
import { rawFrame } from "../support/RawWebSocket.ts"

const maxPayloadBytes = 300

/** Reads bytes in pieces; what was delivered directly, what went to `ws`, and both in their order. */
const split = (bytes: Buffer, cuts: ReadonlyArray<number>) => {
  const direct: Array<string> = []
  const forwarded: Array<Buffer> = []
  const order: Array<string> = []
  let heldBytes = 0
  const splitter = new FrameSplitter(
    {
      maxPayloadBytes,
      maxFrameBytes: maxPayloadBytes,
      onHeld: (bytes) => (heldBytes = bytes),
      onBinary: (payload) => {
        direct.push(Buffer.from(payload).toString("hex"))
        order.push("direct")
      }
    },
    (part) => {
      forwarded.push(Buffer.from(part))
      order.push("ws")
    }
  )
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  for (let i = 1; i < at.length; i++) {
    const piece = bytes.subarray(at[i - 1], at[i])
    if (piece.length > 0) splitter.read(Buffer.from(piece))
  }
  return { direct, forwarded: Buffer.concat(forwarded), order, heldBytes }
}

const payload = fc.uint8Array({ minLength: 1, maxLength: maxPayloadBytes })
const cuts = fc.array(fc.nat(), { maxLength: 12 })

describe("FrameSplitter", () => {
  it("delivers every whole binary message, and loses or doubles none however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(payload, { minLength: 1, maxLength: 8 }), cuts, (payloads, cuts) => {
        const frames = payloads.map((bytes) => rawFrame(2, bytes))

        const { direct, forwarded } = split(Buffer.concat(frames), cuts)

        const left = frames.filter((frame) => forwarded.includes(frame))
        assert.strictEqual(direct.length + left.length, frames.length)
        assert.strictEqual(forwarded.length, Buffer.concat(left).length)
      })
    )
  })

  it("takes all of them itself when no chunk cuts a frame", () => {
    const { direct, forwarded } = split(Buffer.concat(["a", "bc", "def"].map((text) => rawFrame(2, text))), [])

    assert.deepStrictEqual(direct, ["61", "6263", "646566"])
    assert.strictEqual(forwarded.length, 0)
  })

  const foreign = {
    "a text": rawFrame(1, "text"),
    "a ping": rawFrame(9, "ping"),
    "an empty binary message": rawFrame(2),
    "a binary message over the limit": rawFrame(2, Buffer.alloc(maxPayloadBytes + 1)),
    "an unmasked binary message": rawFrame(2, "open", { isMasked: false }),
    "a binary message with a reserved bit": rawFrame(2, "bits", { rsv: 4 }),
    "the beginning of fragments": rawFrame(2, "part", { fin: false })
  }

  for (const [name, frame] of Object.entries(foreign)) {
    it(`leaves ${name} to ws, and what follows in the same chunk`, () => {
      const before = rawFrame(2, "before")
      const behind = rawFrame(2, "behind")

      const { direct, forwarded, order } = split(Buffer.concat([before, frame, behind]), [])

      assert.deepStrictEqual(direct, [Buffer.from("before").toString("hex")])
      assert.isTrue(forwarded.equals(Buffer.concat([frame, behind])))
      assert.deepStrictEqual(order, ["direct", "ws", "ws"])
    })
  }

  it("passes on nothing behind a close frame", () => {
    const close = rawFrame(8)

    const { direct, forwarded } = split(Buffer.concat([close, rawFrame(2, "late")]), [3])

    assert.deepStrictEqual(direct, [])
    assert.isTrue(forwarded.equals(close))
  })

  it("takes binary messages again once fragments have ended", () => {
    const fragments = Buffer.concat([rawFrame(2, "one", { fin: false }), rawFrame(0, "two")])
    const behind = rawFrame(2, "direct")

    const { direct } = split(Buffer.concat([fragments, behind]), [fragments.length])

    assert.deepStrictEqual(direct, [Buffer.from("direct").toString("hex")])
  })
})

describe("install", () => {
  const frames = { maxPayloadBytes, maxFrameBytes: maxPayloadBytes, onBinary: () => {}, onHeld: () => {} }

  it("hands what it does not take to the one listener that it has found", () => {
    const socket = new PassThrough()
    const heard: Array<Buffer> = []
    socket.on("data", function (this: Duplex, chunk: Buffer) {
      assert.strictEqual(this, socket)
      heard.push(Buffer.from(chunk))
    })
    const ping = rawFrame(9)

    assert.isTrue(install(socket, frames))
    socket.emit("data", Buffer.concat([rawFrame(2, "x"), ping]))

    assert.isTrue(Buffer.concat(heard).equals(ping))
  })

  it("changes nothing where it does not find one listener", () => {
    const none = new PassThrough()
    const two = new PassThrough().on("data", () => {}).on("data", () => {})

    assert.isFalse(install(none, frames))
    assert.isFalse(install(two, frames))
    assert.strictEqual(two.listenerCount("data"), 2)
  })
})
