/**
 * The 32 bytes in front of a sealed payload on its way to the members, and the log entry they make together.
 *
 * Layout: sequence u64be | time u64be, milliseconds | sender connection ID 16. The schema is the definition; the relay
 * writes the same bytes by hand on its hot path, and a property test holds the two equal. PROTOCOL.md section 5.
 */
import { Option, Schema, SchemaGetter } from "effect"
import { ConnectionId, connectionIdOf, identifierBytes } from "./Identifiers.ts"
import { messageHeaderBytes } from "./Limits.ts"
import { RelayTime, Sequence } from "./ServerFrame.ts"

const Fields = Schema.Struct({ sequence: Sequence, time: RelayTime, sender: ConnectionId })

const u64 = (view: DataView, offset: number): number => Number(view.getBigUint64(offset))

const fieldsOf = (header: Uint8Array): typeof Fields.Encoded => {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  return { sequence: u64(view, 0), time: u64(view, 8), sender: connectionIdOf(header.slice(16, messageHeaderBytes)) }
}

/** Writes a number of at most 2^53 - 1 as u64be. */
const setU64 = (bytes: Uint8Array, offset: number, value: number): void => {
  const high = Math.floor(value / 0x1_0000_0000)
  bytes[offset] = high >>> 24
  bytes[offset + 1] = high >>> 16
  bytes[offset + 2] = high >>> 8
  bytes[offset + 3] = high
  bytes[offset + 4] = value >>> 24
  bytes[offset + 5] = value >>> 16
  bytes[offset + 6] = value >>> 8
  bytes[offset + 7] = value
}

/** Writes a header at `offset` of `target`: the relay's hot path. */
export const writeMessageHeader = (
  target: Uint8Array,
  offset: number,
  sequence: number,
  time: number,
  senderBytes: Uint8Array
): void => {
  setU64(target, offset, sequence)
  setU64(target, offset + 8, time)
  target.set(senderBytes, offset + 16)
}

const bytesOfFields = (fields: typeof Fields.Encoded): Uint8Array => {
  const header = new Uint8Array(messageHeaderBytes)
  writeMessageHeader(header, 0, fields.sequence, fields.time, identifierBytes(ConnectionId.make(fields.sender)))
  return header
}

/** The header of a sealed payload: 32 bytes on the wire. */
export const MessageHeader = Schema.Uint8Array.check(
  Schema.makeFilter((bytes) => bytes.length === messageHeaderBytes, { expected: `${messageHeaderBytes} bytes` })
).pipe(
  Schema.decodeTo(Fields, {
    decode: SchemaGetter.transform(fieldsOf),
    encode: SchemaGetter.transform(bytesOfFields)
  })
)
export type MessageHeader = typeof MessageHeader.Type

const decode = Schema.decodeUnknownOption(MessageHeader)

/** The header and the payload of a binary message, or `undefined` if it is too short or its header is invalid. */
export const splitMessage = (
  message: Uint8Array
): { readonly header: MessageHeader; readonly payload: Uint8Array } | undefined => {
  if (message.length <= messageHeaderBytes) return undefined
  const header = Option.getOrUndefined(decode(message.subarray(0, messageHeaderBytes)))
  return header && { header, payload: message.subarray(messageHeaderBytes) }
}
