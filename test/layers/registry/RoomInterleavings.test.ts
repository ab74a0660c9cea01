/**
 * Any interleaving of what people, the clock and the operator do to a room of the real registry: fast-check decides what
 * is done, and its scheduler decides which fiber goes on next, down to a few operations in a row.
 *
 * The model is small: a list of seats, replayed from what each member was told. A failure prints seed and path; with
 * `SEED=<seed> vitest run <this file>` the run is the same again.
 */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Scheduler, Scope } from "effect"
import * as fc from "fast-check"
import * as HeapMemoryBudget from "../../../src/layers/HeapMemoryBudget.ts"
import * as InMemoryRoomRegistry from "../../../src/layers/InMemoryRoomRegistry.ts"
import * as RandomRoomIds from "../../../src/layers/RandomRoomIds.ts"
import { decodeServerFrame, type Joined } from "../../../src/protocol/ServerFrame.ts"
import { splitMessage } from "../../../src/protocol/MessageHeader.ts"
import { opcode, readFrames } from "../../../src/protocol/WebSocketFrame.ts"
import { Deadlines } from "../../../src/services/Deadlines.ts"
import { type Membership, RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { givenSeed } from "../../support/givenSeed.ts"
import { makeSecrets } from "../../support/RoomSecrets.ts"
import { type Entry, type Told, violationsOf } from "./roomHistory.ts"

type Step =
  | { readonly _tag: "Join"; readonly isCreator: boolean; readonly isWrong: boolean; readonly replaces: number | null }
  | { readonly _tag: "Leave" | "Lose" | "Purge" | "Rotate" | "Send"; readonly who: number }
  | { readonly _tag: "Lock"; readonly who: number; readonly locked: boolean }
  /** And says something at once, where that is asked. */
  | { readonly _tag: "Kick"; readonly who: number; readonly whom: number; readonly says: boolean }
  | { readonly _tag: "TimePasses"; readonly millis: number }
  | { readonly _tag: "End" | "ShutDown" | "Close" }

const who = fc.nat(7)
const stepOf = <Tag extends Step["_tag"]>(tag: Tag, fields: object = {}) =>
  // The fields are those of the tag, as the table below says.
  fc.record({ _tag: fc.constant(tag), ...fields }) as unknown as fc.Arbitrary<Step>

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 30,
    arbitrary: stepOf("Join", {
      isCreator: fc.boolean(),
      isWrong: fc.nat(9).map((dice) => dice === 0),
      replaces: fc.option(who)
    })
  },
  { weight: 30, arbitrary: stepOf("Send", { who }) },
  { weight: 8, arbitrary: stepOf("Leave", { who }) },
  { weight: 8, arbitrary: stepOf("Lose", { who }) },
  { weight: 6, arbitrary: stepOf("Lock", { who, locked: fc.boolean() }) },
  { weight: 10, arbitrary: stepOf("Kick", { who, whom: who, says: fc.boolean() }) },
  { weight: 4, arbitrary: stepOf("Rotate", { who }) },
  { weight: 3, arbitrary: stepOf("TimePasses", { millis: fc.integer({ min: 1, max: 700_000 }) }) },
  { weight: 2, arbitrary: stepOf("Purge", { who }) },
  { weight: 1, arbitrary: stepOf("End") },
  { weight: 1, arbitrary: stepOf("ShutDown") },
  { weight: 1, arbitrary: stepOf("Close") }
)

/** Nobody else gets in before the creator has been. */
const opening: Step = { _tag: "Join", isCreator: true, isWrong: false, replaces: null }

/** Every task of every fiber waits until fast-check lets it go on. */
const scheduledBy = (scheduler: fc.Scheduler): Scheduler.Scheduler => ({
  executionMode: "async",
  shouldYield: (fiber) => fiber.currentOpCount >= fiber.cache.maxOpsBeforeYield,
  makeDispatcher: () => ({
    scheduleTask: (task) => void scheduler.schedule(Promise.resolve(), "fiber").then(task),
    flush: () => {}
  })
})

interface Seat extends Told {
  membership: Membership | undefined
  readonly scope: Scope.Closeable
}

/** Deadlines that come due when a step says so. */
const makeTime = () => {
  let now = 0
  const waiting = new Set<{ readonly at: number; readonly call: () => void }>()
  const service: Deadlines["Service"] = {
    nowMillis: () => now,
    schedule: (at, call) => {
      const alarm = { at, call }
      waiting.add(alarm)
      return () => void waiting.delete(alarm)
    }
  }
  const pass = (millis: number): void => {
    now += millis
    for (const alarm of waiting) if (alarm.at <= now && waiting.delete(alarm)) alarm.call()
  }
  return { service, pass }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Runs the steps against a room of its own and returns what everybody was told. */
const history = async (
  scheduler: fc.Scheduler,
  operations: number,
  capacity: number,
  steps: ReadonlyArray<Step>
): Promise<ReadonlyArray<Told>> => {
  const time = makeTime()
  const layer = InMemoryRoomRegistry.layer.pipe(
    Layer.provide([RandomRoomIds.layer, HeapMemoryBudget.layer, Layer.succeed(Deadlines, time.service)])
  )
  const scope = Scope.makeUnsafe()
  const surroundings = Context.empty().pipe(
    Context.add(Scheduler.Scheduler, scheduledBy(scheduler)),
    Context.add(Scheduler.MaxOpsBeforeYield, operations)
  )
  const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => Effect.runPromiseWith(surroundings)(effect)
  const secrets = makeSecrets()
  const { registry, room } = await scheduler.waitFor(
    run(
      Effect.gen(function* () {
        const registry = Context.get(yield* Layer.buildWithScope(layer, scope), RoomRegistry)
        return { registry, room: yield* registry.create(secrets.parameters({ ttlSeconds: 3_600, capacity })) }
      })
    )
  )

  const seats: Array<Seat> = []
  let sent = 0
  const seatOf = (index: number): Seat | undefined => seats[index % Math.max(1, seats.length)]
  const isOverFor = () => seats.some(({ entries }) => entries.at(-1)?.event?._tag === "RoomEnded")

  const join = ({ isCreator, isWrong, replaces }: Extract<Step, { _tag: "Join" }>): void => {
    const seat: Seat = {
      wasEnded: isOverFor(),
      answers: [],
      welcome: undefined,
      entries: [],
      closes: [],
      faults: [],
      sent: [],
      sentAfterLeaving: [],
      kicked: [],
      sentBehindKick: [],
      hasLeft: false,
      membership: undefined,
      scope: Scope.makeUnsafe()
    }
    const token = replaces === null ? undefined : seatOf(replaces)?.welcome?.replaceToken
    const request = isCreator ? secrets.creatorJoin(room.roomId) : secrets.guestJoin(room.roomId)
    seats.push(seat)
    const joining = registry
      .join(
        {
          ...request,
          ...(isWrong && { joinProof: new Uint8Array(32) }),
          ...(token !== undefined && { replaces: token })
        },
        (membership) => {
          seat.membership = membership
          return { write: (frames) => record(seat, frames), close: ({ reason }) => void seat.closes.push(reason) }
        }
      )
      .pipe(Scope.provide(seat.scope), Effect.exit)
    void run(joining).then((exit) => {
      seat.answers.push(Exit.isSuccess(exit) ? "joined" : "refused")
    })
  }

  const act = (next: Step): void => {
    switch (next._tag) {
      case "Join":
        return join(next)
      case "TimePasses":
        return time.pass(next.millis)
      case "End":
        return void run(registry.end(room.roomId, "ended-by-operator"))
      case "ShutDown":
        return void run(registry.shutdown)
      case "Close":
        return void run(Scope.close(scope, Exit.void))
    }
    const seat = seatOf(next.who)
    const membership = seat?.membership
    if (seat === undefined || membership === undefined) return
    switch (next._tag) {
      case "Send": {
        sent += 1
        for (const connectionId of seat.kicked) seat.sentBehindKick.push({ connectionId, tag: sent })
        ;(seat.hasLeft || seat.closes.length > 0 ? seat.sentAfterLeaving : seat.sent).push(sent)
        return membership.send(Uint8Array.of(sent >> 8, sent & 255))
      }
      case "Leave":
        seat.hasLeft = true
        return membership.leave("left")
      case "Lose":
        seat.hasLeft = true
        return void run(Scope.close(seat.scope, Exit.void))
      case "Purge":
        return membership.command({ _tag: "Purge" })
      case "Rotate":
        // The same secret again: what counts is that joins on their way meet a changed number of rotations.
        return membership.command({ _tag: "Rotate", joinVerifier: secrets.parameters().joinVerifier })
      case "Lock":
        return membership.command({ _tag: "Lock", locked: next.locked })
      case "Kick": {
        const whom = seatOf(next.whom)?.membership
        if (whom === undefined) return
        seat.kicked.push(whom.connectionId)
        membership.command({ _tag: "Kick", connectionId: whom.connectionId })
        return next.says ? act({ _tag: "Send", who: next.who }) : undefined
      }
    }
  }

  scheduler.scheduleSequence(steps.map((next) => ({ label: JSON.stringify(next), builder: async () => act(next) })))
  await scheduler.waitIdle()
  await nextTurn()
  await scheduler.waitFor(run(registry.shutdown))
  await scheduler.waitIdle()
  await nextTurn()
  await scheduler.waitFor(run(Scope.close(scope, Exit.void)))
  return seats
}

const record = (seat: Seat, frames: Uint8Array): boolean => {
  if (seat.closes.length > 0) seat.faults.push("something was written behind the close")
  readFrames(frames, (kind, payload) => {
    const bytes = Buffer.from(payload).toString("base64url")
    if (kind === opcode.binary) {
      const message = splitMessage(payload)
      if (message === undefined) return void seat.faults.push("a payload without a header")
      const [high = 0, low = 0] = message.payload
      return void add({ ...message.header, bytes, tag: high * 256 + low })
    }
    const frame = decodeServerFrame(new TextDecoder().decode(payload))
    if (frame === undefined) return void seat.faults.push("no frame")
    if (frame._tag === "Joined") return welcome(frame)
    if ("sequence" in frame) add({ sequence: frame.sequence, bytes, event: frame })
  })
  function welcome(frame: typeof Joined.Type): void {
    if (seat.welcome !== undefined) seat.faults.push("Joined twice")
    seat.welcome = frame
  }
  function add(entry: Entry): void {
    if (seat.welcome === undefined) seat.faults.push("an entry before Joined")
    seat.entries.push(entry)
  }
  return false
}

const seed = givenSeed()

describe("a room of the registry", () => {
  it("keeps to its rules however its fibers are interleaved", async () => {
    const seen = { joined: 0, refused: 0, messages: 0, met: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.constantFrom(6, 9, 16, 2_048),
        fc.integer({ min: 2, max: 4 }),
        fc.array(step, { maxLength: 60, size: "max" }),
        async (scheduler, operations, capacity, steps) => {
          const seats = await history(scheduler, operations, capacity, [opening, ...steps])

          assert.deepStrictEqual(violationsOf(seats, capacity), [])
          for (const { answers, entries, welcome } of seats) {
            seen[answers[0] ?? "refused"] += 1
            seen.messages += entries.filter(({ tag }) => tag !== undefined).length
            seen.met += (welcome?.members.length ?? 0) > 1 ? 1 : 0
          }
        }
      ),
      { numRuns: 1_000, ...(seed !== undefined && { seed }) }
    )
    // Not because nothing has happened in them.
    for (const count of Object.values(seen)) assert.isAtLeast(count, 1_000, JSON.stringify(seen))
  })
})
