/**
 * What members say to each other inside the seal: one JSON object with `_tag`. PROTOCOL.md section 7.4.
 *
 * Read leniently, so that version 1 can grow: an unknown tag is a record of its own that says nothing, unknown fields are
 * dropped. A known tag with a wrong field is no record.
 */
import { Exit, Schema } from "effect"
import { bytesOf } from "../../protocol/Identifiers.ts"
import { client, keptSeconds, maxNonce, seal } from "../../protocol/Limits.ts"
import { KeptSeconds } from "../KeptSeconds.ts"
import { type Bytes, utf8 } from "./WebCrypto.ts"

/** How far the sender has read, and the running hash of what it has read. 0 is the log of a lone first member. */
export const Seen = Schema.Struct({
  sequence: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: maxNonce })),
  hash: bytesOf(seal.seenHashBytes)
})
export type Seen = typeof Seen.Type

const common = { seen: Schema.optionalKey(Seen) }

/** In the capabilities of a Hello whose sender holds the creator capability. */
export const creatorCapability = "creator"

/** The name that a member goes by: what a member list shows in a line. */
export const ChosenName = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(client.maxNameLength))

export const Hello = Schema.TaggedStruct("Hello", {
  ...common,
  name: Schema.optionalKey(ChosenName),
  capabilities: Schema.Array(Schema.String),
  /** Reserved: an Ed25519 key for signed records. */
  signingKey: Schema.optionalKey(bytesOf(32))
})

export const Text = Schema.TaggedStruct("Text", {
  ...common,
  /** Stays when a message is sent again. */
  id: bytesOf(seal.messageIdBytes),
  /** Unix milliseconds of the sender's clock. */
  sentAt: Schema.Int,
  body: Schema.String,
  /** The sender's choice; absent for a message that stays until the room ends. */
  keptSeconds: Schema.optionalKey(KeptSeconds)
})
export type Text = typeof Text.Type

/** The log had not grown for a while: it shows how far its sender has read. */
export const Heartbeat = Schema.TaggedStruct("Heartbeat", common)

/** The room secret that SecretRotated will put in force. Only the creator's counts. */
export const Rotate = Schema.TaggedStruct("Rotate", { ...common, secret: bytesOf(seal.secretBytes) })

export const SealedRecord = Schema.Union([Hello, Text, Heartbeat, Rotate])
export type SealedRecord = typeof SealedRecord.Type

/** A record of a later version: only how far its sender has read is understood. */
export interface UnknownRecord {
  readonly _tag: "Unknown"
  readonly seen?: Seen
}

/** The JSON of a record in UTF-8. */
export const encodeRecord = (record: SealedRecord): Bytes => utf8(JSON.stringify(encode(record)))

/** The record in UTF-8 bytes, or `undefined` if they are no JSON object with a tag, or a known tag with wrong fields. */
export const decodeRecord = (bytes: Uint8Array): SealedRecord | UnknownRecord | undefined => {
  const json = parseJson(bytes)
  const any = decodeAny(json)
  if (Exit.isFailure(any)) return undefined
  if (!knownTags.has(any.value._tag)) {
    return any.value.seen === undefined ? { _tag: "Unknown" } : { _tag: "Unknown", seen: any.value.seen }
  }
  const known = decode(json)
  return Exit.isSuccess(known) ? known.value : undefined
}

/** The bytes of a Text record with all that it can carry beside its body: what must fit a sealed payload. */
export const textRecordBytes = (body: string): number => longestEmptyText + utf8(JSON.stringify(body)).length

const encode = Schema.encodeSync(SealedRecord)
const decode = Schema.decodeUnknownExit(SealedRecord)
const decodeAny = Schema.decodeUnknownExit(Schema.Struct({ _tag: Schema.String, ...common }))
const knownTags: ReadonlySet<string> = new Set(SealedRecord.members.map((record) => record.fields._tag.schema.literal))

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return undefined
  }
}

const longestEmptyText =
  encodeRecord(
    Text.make({
      id: new Uint8Array(seal.messageIdBytes),
      sentAt: maxNonce,
      body: "",
      keptSeconds: KeptSeconds.make(keptSeconds.maximum),
      seen: { sequence: maxNonce, hash: new Uint8Array(seal.seenHashBytes) }
    })
  ).length - JSON.stringify("").length
