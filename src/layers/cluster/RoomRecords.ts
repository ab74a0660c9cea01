/**
 * The links between nodes as those see them who speak about rooms: records out, records in.
 *
 * A node that sends what is no record is answered by the end of its link: it speaks another language, or is no relay.
 */
import { Context, Effect, Layer, type Scope } from "effect"
import { isSameNode, type NodeAddress } from "../../domain/NodeAddress.ts"
import {
  bulkHeaderBytes,
  decodeRoomRecord,
  encodeRoomRecord,
  type RoomRecord
} from "../../protocol/cluster/RoomRecord.ts"
import { type LinkDownReason, NodeLinks } from "../../services/NodeLinks.ts"

/** Called at once, in order, for every record and every end of a link; takes those that are its own. */
export interface RecordListener {
  readonly record: (from: NodeAddress, record: RoomRecord) => void
  readonly down: (peer: NodeAddress, reason: LinkDownReason) => void
}

export class RoomRecords extends Context.Service<
  RoomRecords,
  {
    readonly self: NodeAddress
    /** The longest bytes that Send and Frames take. */
    readonly maxBulkBytes: number
    readonly send: (to: NodeAddress, record: RoomRecord) => void
    /** Sends a question under a number of its own and waits for its Done; `undefined` if the link goes down before. */
    readonly ask: (to: NodeAddress, question: (request: number) => RoomRecord) => Effect.Effect<number | undefined>
    readonly reset: (peer: NodeAddress) => void
    readonly listen: (listener: RecordListener) => Effect.Effect<void, never, Scope.Scope>
  }
>()("pug-network/layers/cluster/RoomRecords") {}

interface Question {
  readonly to: NodeAddress
  readonly answer: (result: number | undefined) => void
}

export const layer: Layer.Layer<RoomRecords, never, NodeLinks> = Layer.effect(
  RoomRecords,
  Effect.gen(function* () {
    const links = yield* NodeLinks
    const listeners = new Set<RecordListener>()
    const questions = new Map<number, Question>()
    let lastRequest = 0

    const done = (from: NodeAddress, { request, result }: Extract<RoomRecord, { readonly _tag: "Done" }>) => {
      const question = questions.get(request)
      if (question !== undefined && isSameNode(question.to, from)) question.answer(result)
    }

    yield* links.listen({
      record: (from, bytes) => {
        const record = decodeRoomRecord(bytes)
        if (record === undefined) links.reset(from)
        else if (record._tag === "Done") done(from, record)
        else for (const listener of listeners) listener.record(from, record)
      },
      down: (peer, reason) => {
        for (const { answer, to } of questions.values()) if (isSameNode(to, peer)) answer(undefined)
        for (const listener of listeners) listener.down(peer, reason)
      }
    })

    const send: RoomRecords["Service"]["send"] = (to, record) => links.send(to, encodeRoomRecord(record))

    const ask: RoomRecords["Service"]["ask"] = (to, question) =>
      Effect.callback((resume) => {
        lastRequest = (lastRequest + 1) >>> 0
        const request = lastRequest
        questions.set(request, {
          to,
          answer: (result) => {
            questions.delete(request)
            resume(Effect.succeed(result))
          }
        })
        send(to, question(request))
        return Effect.sync(() => void questions.delete(request))
      })

    return RoomRecords.of({
      self: links.self,
      maxBulkBytes: links.maxRecordBytes - bulkHeaderBytes,
      send,
      ask,
      reset: links.reset,
      listen: (listener) =>
        Effect.acquireRelease(
          Effect.sync(() => void listeners.add(listener)),
          () => Effect.sync(() => void listeners.delete(listener))
        )
    })
  })
)
