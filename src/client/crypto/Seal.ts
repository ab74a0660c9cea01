/**
 * Seal, version 1: one record in, one opaque payload out, and back. PROTOCOL.md section 7.
 *
 * Layout: suite u8 | session 16 | counter u64be | commitment 16 | AES-256-GCM ciphertext and tag.
 *
 * It holds keys for one sender and one session and keeps no state: that a counter is never used twice is the duty of
 * whoever counts (OutgoingSeal.ts), and what the order of counters says is judged by RecordAuditor.ts. Nothing that the
 * relay chooses enters the nonce: the counter is ours, and the session, which our subkey depends on, is ours and random.
 */
import { Effect } from "effect"
import { type ConnectionId, identifierBytes, type RoomId } from "../../protocol/Identifiers.ts"
import { protocolVersion, seal as limits } from "../../protocol/Limits.ts"
import { pad, unpad } from "./Padding.ts"
import { decodeRecord, encodeRecord, type SealedRecord, type UnknownRecord } from "./SealedRecord.ts"
import {
  aesGcmDecrypt,
  aesGcmEncrypt,
  type Bytes,
  concat,
  equalBytes,
  type GcmContext,
  hkdf,
  hkdfAesKey,
  ownBytes,
  utf8
} from "./WebCrypto.ts"

/** What a record is bound to besides its counter: moved to another room, sender or session it does not open. */
export interface SealContext {
  readonly roomId: RoomId
  readonly sender: ConnectionId
  readonly session: Bytes
}

/** Everything that seals and opens the records of one sender in one session. */
export interface SealKeys {
  readonly context: SealContext
  readonly subkey: CryptoKey
  /** AES-GCM alone lets one ciphertext open under two keys; these 16 bytes let it under one. */
  readonly commitment: Bytes
}

/** A payload taken apart; nothing of it is verified. */
export interface SealedPayload {
  readonly session: Bytes
  readonly counterBytes: Bytes
  readonly commitment: Bytes
  readonly ciphertext: Bytes
}

/** A record that has opened, with its place in its session. */
export interface OpenedRecord {
  readonly _tag: "Opened"
  readonly counter: number
  readonly record: SealedRecord | UnknownRecord
}

/** Derives the keys of a sender's session from `k`, imported by `importHkdfKey`. */
export const deriveSealKeys = Effect.fnUntraced(function* (messageKey: CryptoKey, context: SealContext) {
  const salt = concat(identifierBytes(context.roomId), context.session)
  const sender = identifierBytes(context.sender)
  const keys: SealKeys = {
    context,
    subkey: yield* hkdfAesKey(messageKey, { salt, info: concat(subkeyLabel, sender) }),
    commitment: yield* hkdf(messageKey, { salt, info: concat(commitmentLabel, sender) }, limits.commitmentBytes)
  }
  return keys
})

/** Seals a record. The counter is at most `seal.maxCounter` and has never been used with these keys. */
export const seal = (keys: SealKeys, counter: number, record: SealedRecord): Effect.Effect<Bytes> => {
  const counterBytes = u64be(counter)
  return aesGcmEncrypt(keys.subkey, gcmContext(keys.context, counterBytes), pad(encodeRecord(record))).pipe(
    Effect.map((ciphertext) =>
      concat(new Uint8Array([limits.suite]), keys.context.session, counterBytes, keys.commitment, ciphertext)
    )
  )
}

/** Takes a payload apart, or `undefined` if it is too short or of another suite. Step 1 of section 7.5. */
export const parsePayload = (payload: Uint8Array): SealedPayload | undefined => {
  if (payload.length < minPayloadBytes || payload[0] !== limits.suite) return undefined
  const bytes = ownBytes(payload)
  return {
    // A copy: it is kept as long as its sender stays, and must not keep the payload.
    session: bytes.slice(offsets.session, offsets.counter),
    counterBytes: bytes.subarray(offsets.counter, offsets.commitment),
    commitment: bytes.subarray(offsets.commitment, offsets.ciphertext),
    ciphertext: bytes.subarray(offsets.ciphertext)
  }
}

/** Opens a payload whose session is that of the keys, or names what is wrong. Steps 4 to 6 of section 7.5. */
export const open = Effect.fnUntraced(function* (keys: SealKeys, payload: SealedPayload) {
  if (!equalBytes(payload.commitment, keys.commitment)) return "wrong-key" as const
  const context = gcmContext(keys.context, payload.counterBytes)
  const padded = yield* aesGcmDecrypt(keys.subkey, context, payload.ciphertext)
  if (padded === undefined) return "tampered" as const
  const counter = counterOf(payload)
  const content = unpad(padded)
  const record = content && decodeRecord(content)
  if (record === undefined || counter > limits.maxCounter) return "malformed" as const
  const opened: OpenedRecord = { _tag: "Opened", counter, record }
  return opened
})

/** The counter of a payload. Above 2^53 it is inexact, and then no record opens with it. */
export const counterOf = (payload: SealedPayload): number =>
  Number(new DataView(payload.counterBytes.buffer, payload.counterBytes.byteOffset).getBigUint64(0))

const subkeyLabel = utf8("pug/v1 seal key")
const commitmentLabel = utf8("pug/v1 seal commitment")

const offsets = { session: 1, counter: 17, commitment: 25, ciphertext: 41 } as const

const minPayloadBytes = offsets.ciphertext + limits.paddingFloorBytes + limits.tagBytes

const u64be = (value: number): Bytes => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

const u32be = (value: number): Bytes => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

const gcmContext = (context: SealContext, counterBytes: Bytes): GcmContext => ({
  nonce: concat(new Uint8Array(4), counterBytes),
  additionalData: concat(
    ...[
      new Uint8Array([protocolVersion]),
      identifierBytes(context.roomId),
      identifierBytes(context.sender),
      context.session,
      counterBytes
    ].flatMap((part) => [u32be(part.length), part])
  )
})
