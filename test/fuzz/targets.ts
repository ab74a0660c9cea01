/**
 * What is fuzzed: every reader of text or bytes that a stranger has written, each with what must hold for any input.
 */
import { assert } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeRecord, encodeRecord } from "../../src/client/crypto/SealedRecord.ts"
import { decodeClientFrame, encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import { decodeBatch } from "../../src/protocol/cluster/LinkBatch.ts"
import { decodeRoomRecord, encodeRoomRecord } from "../../src/protocol/cluster/RoomRecord.ts"
import { cluster } from "../../src/protocol/Limits.ts"
import { decodeServerFrame, encodeServerFrame } from "../../src/protocol/ServerFrame.ts"
import { encodeBatch, linkBatches } from "../support/cluster/BatchArbitraries.ts"
import { roomRecords } from "../support/cluster/RecordArbitraries.ts"
import { sealedRecords } from "../support/RecordArbitraries.ts"
import { clientFrames, serverFrames } from "../support/FrameArbitraries.ts"
import { mutatedBytes, type MutatedText, mutatedTexts } from "./mutations.ts"

export interface FuzzTarget {
  readonly name: string
  readonly property: fc.IProperty<[MutatedText]>
}

/** The JSON of a text as it would be written again: -0 is 0, and of a name that stands twice the last counts. */
const jsonOf = (text: string): unknown => plain(JSON.parse(text))

/** A value without -0, which JSON does not write. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

const bytesOf = (text: string): Buffer => Buffer.from(text, "latin1")

const wireTexts = <Frame>(
  arbitraries: Readonly<Record<string, fc.Arbitrary<Frame>>>,
  encode: (frame: Frame) => string
) => fc.oneof(...Object.values(arbitraries)).map(encode)

export const targets: ReadonlyArray<FuzzTarget> = [
  {
    name: "the relay's reader of control frames",
    property: fc.property(mutatedTexts(wireTexts(clientFrames, encodeClientFrame)), ({ isIntact, text }) => {
      const frame = decodeClientFrame(text)
      if (isIntact) assert.isDefined(frame)
      // Nothing is dropped or added: what is taken is what was said.
      if (frame !== undefined) assert.deepStrictEqual(jsonOf(encodeClientFrame(frame)), jsonOf(text))
    })
  },
  {
    name: "the client's reader of control frames",
    property: fc.property(mutatedTexts(wireTexts(serverFrames, encodeServerFrame)), ({ isIntact, text }) => {
      const frame = decodeServerFrame(text)
      if (isIntact) assert.isDefined(frame)
      if (frame !== undefined) assert.deepStrictEqual(plain(decodeServerFrame(encodeServerFrame(frame))), plain(frame))
    })
  },
  {
    name: "the client's reader of records",
    property: fc.property(
      mutatedTexts(sealedRecords.map((record) => textOf(encodeRecord(record)))),
      ({ isIntact, text }) => {
        const record = decodeRecord(Buffer.from(text))
        if (isIntact) assert.isDefined(record)
        if (record !== undefined && record._tag !== "Unknown") {
          assert.deepStrictEqual(plain(decodeRecord(encodeRecord(record))), plain(record))
        }
      }
    )
  },
  {
    name: "a node's reader of what links say",
    property: fc.property(mutatedBytes(linkBatches.map(encodeBatch)), ({ isIntact, text }) => {
      const batch = decodeBatch(bytesOf(text))
      if (isIntact) assert.isDefined(batch)
      // Whatever is read has one spelling.
      if (batch !== undefined && bytesOf(text)[0] === cluster.linkVersion) {
        assert.strictEqual(Buffer.from(encodeBatch(batch)).toString("latin1"), bytesOf(text).toString("latin1"))
      }
    })
  },
  {
    name: "a node's reader of records of rooms",
    property: fc.property(
      mutatedBytes(fc.oneof(...Object.values(roomRecords)).map(encodeRoomRecord)),
      ({ isIntact, text }) => {
        const record = decodeRoomRecord(bytesOf(text))
        if (isIntact) assert.isDefined(record)
        if (record !== undefined) {
          assert.strictEqual(Buffer.from(encodeRoomRecord(record)).toString("latin1"), bytesOf(text).toString("latin1"))
        }
      }
    )
  }
]
