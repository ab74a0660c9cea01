/**
 * Every record of the seal as a fast-check arbitrary.
 */
import * as fc from "fast-check"
import type { SealedRecord } from "../../src/client/crypto/SealedRecord.ts"
import { KeptSeconds } from "../../src/client/KeptSeconds.ts"
import { client, keptSeconds } from "../../src/protocol/Limits.ts"
import { bytes } from "./FrameArbitraries.ts"

const seen = fc.record({ sequence: fc.nat(), hash: bytes(16) })
const name = fc.string({ minLength: 1, maxLength: client.maxNameLength, unit: "grapheme-ascii" })

/** Every record that this version knows. */
export const sealedRecords: fc.Arbitrary<SealedRecord> = fc.oneof(
  fc.record(
    { _tag: fc.constant("Hello" as const), capabilities: fc.array(fc.string()), name, signingKey: bytes(32), seen },
    { requiredKeys: ["_tag", "capabilities"] }
  ),
  fc.record(
    {
      _tag: fc.constant("Text" as const),
      id: bytes(16),
      sentAt: fc.maxSafeInteger(),
      body: fc.string({ unit: "binary" }),
      keptSeconds: fc.integer({ min: keptSeconds.minimum, max: keptSeconds.maximum }).map((it) => KeptSeconds.make(it)),
      seen
    },
    { requiredKeys: ["_tag", "id", "sentAt", "body"] }
  ),
  fc.record({ _tag: fc.constant("Heartbeat" as const), seen }, { requiredKeys: ["_tag"] }),
  fc.record({ _tag: fc.constant("Rotate" as const), secret: bytes(16), seen }, { requiredKeys: ["_tag", "secret"] })
)
