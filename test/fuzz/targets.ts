/**
 * What is fuzzed: every reader of text or bytes that a stranger has written, each with what must hold for any input.
 */
import { assert } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeRecord, encodeRecord } from "../../src/client/crypto/SealedRecord.ts"
import { decodeClientFrame, encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import { decodeServerFrame, encodeServerFrame } from "../../src/protocol/ServerFrame.ts"
import { sealedRecords } from "../support/RecordArbitraries.ts"
import { clientFrames, serverFrames } from "../support/FrameArbitraries.ts"
import { type MutatedText, mutatedTexts } from "./mutations.ts"

export interface FuzzTarget {
  readonly name: string
  readonly property: fc.IProperty<[MutatedText]>
}

/** The JSON of a text as it would be written again: -0 is 0, and of a name that stands twice the last counts. */
const jsonOf = (text: string): unknown => JSON.parse(JSON.stringify(JSON.parse(text)))

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

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
      if (frame !== undefined) assert.deepStrictEqual(decodeServerFrame(encodeServerFrame(frame)), frame)
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
          assert.deepStrictEqual(decodeRecord(encodeRecord(record)), record)
        }
      }
    )
  }
]
