/**
 * The way between one member and the relay, with everything that networks do: it delays, stalls, cuts with and without a
 * word, swallows one direction or both, and takes a batch apart. What arrives is whole and in order, as TCP has it.
 */
import { Effect, Exit, Queue, Scope } from "effect"
import { ConnectFailed, Incoming, Transport } from "../../src/client/services/Transport.ts"
import { decodeServerFrame } from "../../src/protocol/ServerFrame.ts"
import { splitMessage } from "../../src/protocol/MessageHeader.ts"
import type { Agenda } from "./Agenda.ts"
import type { Dice } from "./Dice.ts"

/** The part of a room's log that one connection has brought to its client. */
export interface Presence {
  /** When the client was in, in virtual milliseconds. */
  readonly since: number
  from: number
  to: number
}

export interface NetworkOptions {
  readonly agenda: Agenda
  readonly dice: Dice
  /** Distinguishes whom something happens to at one time. */
  readonly rank: number
  readonly presences: Array<Presence>
  /** A planted fault: whether this message is lost on its way to the client, against all promises. */
  readonly loses?: (bytes: Uint8Array) => boolean
}

/** What happens to a connection, and when after its opening. Milliseconds. */
interface Fate {
  readonly cutAt: number
  readonly upSwallowedAt: number
  readonly downSwallowedAt: number
  readonly stall: { readonly from: number; readonly to: number }
  readonly delay: { readonly least: number; readonly most: number }
}

/** After so long without a word the relay gives a connection up. */
const silenceMillis = 60_000

const never = { cutAt: Infinity, upSwallowedAt: Infinity, downSwallowedAt: Infinity, stall: { from: 0, to: 0 } }

const fateOf = (dice: Dice): Fate => {
  const delay = dice.isLucky(0.2) ? { least: 200, most: 900 } : { least: 1, most: 80 }
  const at = dice.between(0, 15_000)
  switch (dice.between(0, 9)) {
    case 0:
    case 1:
      return { ...never, delay, cutAt: at }
    case 2:
      return { ...never, delay, upSwallowedAt: at, downSwallowedAt: at }
    case 3:
      return { ...never, delay, upSwallowedAt: at }
    case 4:
      return { ...never, delay, downSwallowedAt: at }
    case 5:
      return { ...never, delay, stall: { from: at, to: at + dice.between(500, 8_000) } }
    default:
      return { ...never, delay }
  }
}

/** Goes through the Transport that is provided. */
export const makeChaosNetwork = Effect.fnUntraced(function* (options: NetworkOptions) {
  const whole = yield* Transport
  const { agenda, dice, rank, presences, loses = () => false } = options
  let attempts = 0

  const connect = Effect.fnUntraced(function* (url: string) {
    attempts += 1
    const own = dice.of(attempts)
    if (own.isLucky(0.1)) return yield* new ConnectFailed()
    const fate = fateOf(own.of("fate"))
    const openedAt = agenda.now
    const lifetime = yield* Scope.make()
    const relay = yield* whole.connect(url).pipe(Scope.provide(lifetime))
    const incoming = yield* Queue.unbounded<Incoming>()
    const context = yield* Effect.context()
    let presence: Presence | undefined
    let isGone = false
    let isEnded = false

    const endRelaySide = (): void => void Effect.runForkWith(context)(Scope.close(lifetime, Exit.void))
    const lane = (direction: "up" | "down", swallowedAt: number) => {
      const delays = own.of(direction)
      let last = 0
      return (act: () => void): void => {
        const now = agenda.now - openedAt
        if (now >= swallowedAt) return
        const { from, to } = fate.stall
        const start = now >= from && now < to ? to : now
        last = Math.max(last, openedAt + start + delays.between(fate.delay.least, fate.delay.most))
        agenda.add(last, rank, act)
      }
    }
    const up = lane("up", fate.upSwallowedAt)
    const down = lane("down", fate.downSwallowedAt)

    const arrive = (message: Incoming): void => {
      if (isGone || isEnded) return
      isEnded = message._tag === "Closed"
      const sequence = sequenceIn(message)
      if (message._tag === "Binary" && loses(message.bytes)) return
      if (sequence?.isJoin) {
        presence = { since: agenda.now, from: sequence.value, to: sequence.value - 1 }
        presences.push(presence)
      } else if (sequence !== undefined && presence !== undefined) presence.to = sequence.value
      Queue.offerUnsafe(incoming, message)
    }
    const close = (): void => {
      const isSwallowing = agenda.now - openedAt >= fate.upSwallowedAt
      if (isSwallowing) agenda.add(agenda.now + silenceMillis, rank, endRelaySide)
      else up(endRelaySide)
    }
    yield* Queue.take(relay.incoming).pipe(
      Effect.map((message) => down(() => arrive(message))),
      Effect.forever,
      Effect.forkIn(lifetime)
    )
    if (fate.cutAt !== Infinity) {
      agenda.add(openedAt + fate.cutAt, rank, () => {
        arrive(Incoming.Closed({ code: 1006, reason: "" }))
        endRelaySide()
      })
    }
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        isGone = true
        close()
      })
    )
    return {
      send: (data: string | Uint8Array) => {
        if (!isEnded) up(() => relay.send(data))
      },
      close: Effect.sync(close),
      incoming
    }
  })

  return Transport.of({ connect })
})

const sequenceIn = (message: Incoming): { readonly value: number; readonly isJoin: boolean } | undefined => {
  if (message._tag === "Closed") return undefined
  if (message._tag === "Binary") {
    const header = splitMessage(message.bytes)?.header
    return header && { value: header.sequence, isJoin: false }
  }
  const frame = decodeServerFrame(message.text)
  return frame !== undefined && "sequence" in frame
    ? { value: frame.sequence, isJoin: frame._tag === "Joined" }
    : undefined
}
