/**
 * Every kind of record that nodes say to each other about rooms.
 */
import * as fc from "fast-check"
import { closeCodes } from "../../../src/protocol/CloseCodes.ts"
import { joinRefusals, operatorEnds } from "../../../src/protocol/cluster/RecordCodes.ts"
import { RoomRecord } from "../../../src/protocol/cluster/RoomRecord.ts"

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const number = fc.nat(0xffff_ffff)
const bulk = fc.uint8Array({ maxLength: 300 })
const maybe = <A>(of: fc.Arbitrary<A>) => fc.option(of, { nil: undefined })

export const roomRecords: Readonly<Record<RoomRecord["_tag"], fc.Arbitrary<RoomRecord>>> = {
  Join: fc
    .record({
      member: number,
      room: bytes(8),
      joinDigest: bytes(32),
      creatorDigest: maybe(bytes(32)),
      replaceDigest: maybe(bytes(32))
    })
    .map((join) => RoomRecord.Join(join)),
  Send: fc.record({ member: number, payload: bulk }).map((send) => RoomRecord.Send(send)),
  Command: fc.record({ member: number, frame: bulk }).map((command) => RoomRecord.Command(command)),
  Leave: fc
    .record({ member: number, reason: fc.constantFrom("left" as const, "lost" as const) })
    .map((leave) => RoomRecord.Leave(leave)),
  End: fc
    .record({ request: number, room: bytes(8), reason: fc.constantFrom(...operatorEnds) })
    .map((end) => RoomRecord.End(end)),
  Spend: fc
    .record({ request: number, challenge: bytes(8), expiresAtMillis: fc.maxSafeNat() })
    .map((spend) => RoomRecord.Spend(spend)),
  Refused: fc
    .record({ member: number, reason: fc.constantFrom(...joinRefusals) })
    .map((refused) => RoomRecord.Refused(refused)),
  Welcome: fc
    .record({ member: number, log: number, connectionId: bytes(16), frames: bulk })
    .map((welcome) => RoomRecord.Welcome(welcome)),
  Frames: fc.record({ log: number, frames: bulk }).map((frames) => RoomRecord.Frames(frames)),
  Tell: fc.record({ member: number, frames: bulk }).map((tell) => RoomRecord.Tell(tell)),
  Close: fc
    .record({ member: number, close: fc.constantFrom(...Object.values(closeCodes)) })
    .map((close) => RoomRecord.Close(close)),
  Done: fc.record({ request: number, result: fc.nat(255) }).map((done) => RoomRecord.Done(done))
}
