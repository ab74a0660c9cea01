/**
 * A datagram of a link as one line: "hello 3 7", "reset 3 7 closed", "batch 3 7 #1 ack 0: one,two", "empty 3 7 #1 ack 0",
 * "nak 3 7 #1 ack 0", "version 3 7". That is the receiver's number of the link and the sender's, the number of the batch,
 * what is acknowledged, and the records.
 */
import { assert } from "@effect/vitest"
import { decodeBatch } from "../../src/protocol/cluster/LinkBatch.ts"

export const recordOf = (text: string): Uint8Array => new TextEncoder().encode(text)
export const textOf = (record: Uint8Array): string => new TextDecoder().decode(record)

export const batchLine = (datagram: Uint8Array): string => {
  const batch = decodeBatch(datagram)
  assert.isDefined(batch, "a link sends what its peer can read")
  const ends = `${batch.epoch} ${batch.number}`
  switch (batch._tag) {
    case "Hello":
      return `hello ${ends}`
    case "Reset":
      return `reset ${ends} ${batch.reason}`
    case "OtherVersion":
      return `version ${ends}`
    case "Records": {
      const numbers = `${ends} #${batch.sequence} ack ${batch.acknowledged}`
      if (batch.records.length > 0) return `batch ${numbers}: ${batch.records.map(textOf).join()}`
      return `${batch.isNak ? "nak" : "empty"} ${numbers}`
    }
  }
}
