/**
 * What a text message from the relay is to a client: a frame, an entry of a kind that a later version has added, another
 * unknown frame, or nonsense. Unknown entries count in the log, because every member hashes the same bytes. PROTOCOL.md
 * sections 5 and 5.1.
 */
import { Exit, Schema } from "effect"
import { decodeServerFrame, RelayTime, RoomEvent, Sequence, ServerFrame } from "../../protocol/ServerFrame.ts"
import type { EntryPlace } from "./LogOrder.ts"

export interface ServerMessage {
  /** Absent if this version does not know it. */
  readonly frame?: ServerFrame
  /** Present if it is an entry of the log. */
  readonly entry?: EntryPlace
}

/** `undefined` if the text is no JSON object with a tag, or a known tag with wrong fields. */
export const decodeServerMessage = (text: string): ServerMessage | undefined => {
  const frame = decodeServerFrame(text)
  if (frame !== undefined) return isRoomEvent(frame) ? { frame, entry: frame } : { frame }
  const unknown = decodeUnknownFrame(text)
  if (Exit.isFailure(unknown) || knownTags.has(unknown.value._tag)) return undefined
  const { sequence, time } = unknown.value
  return sequence === undefined || time === undefined ? {} : { entry: { sequence, time } }
}

const isRoomEvent = Schema.is(RoomEvent)

const decodeUnknownFrame = Schema.decodeUnknownExit(
  Schema.fromJsonString(
    Schema.Struct({
      _tag: Schema.String,
      sequence: Schema.optionalKey(Sequence),
      time: Schema.optionalKey(RelayTime)
    })
  )
)

const knownTags: ReadonlySet<string> = new Set(ServerFrame.members.map((frame) => frame.fields._tag.schema.literal))
