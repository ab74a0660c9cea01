/**
 * What one connection may say next: the synchronous half of the gateway, called for every message as it arrives.
 *
 * It decodes, bounds and passes on, and closes with a named code on the first fault; no effect, no promise, no schema on
 * the path of a sealed payload. It goes through four phases: awaiting a Join, joining, member, and over.
 */
import { Deferred, Effect } from "effect"
import * as TokenBucket from "../domain/TokenBucket.ts"
import { decodeClientFrame, type Join } from "../protocol/ClientFrame.ts"
import { type Close, closeCodes } from "../protocol/CloseCodes.ts"
import { heartbeatMillis, heartbeatSweepMillis, maxControlBytes, silenceMillis } from "../protocol/Limits.ts"
import type { Connection, Receiver } from "../services/Connection.ts"
import type { RelaySettings } from "../services/RelayConfig.ts"
import type { Tally } from "../services/RelayTally.ts"
import type { Membership } from "../services/RoomRegistry.ts"
import { finishedFrame } from "./RoomLane.ts"

const pong = finishedFrame({ _tag: "Pong" })

const pingEvery = heartbeatMillis / heartbeatSweepMillis
const silentAfter = silenceMillis / heartbeatSweepMillis

type Phase =
  | { readonly _tag: "AwaitingJoin"; readonly next: Deferred.Deferred<Join, Close> }
  | { readonly _tag: "Joining" }
  | { readonly _tag: "Member"; readonly membership: Membership }
  | { readonly _tag: "Over" }

/** What all sessions of a gateway share. */
export interface SessionSurroundings {
  readonly settings: RelaySettings
  readonly nowMillis: () => number
  readonly tally: Tally
  /** A session has failed and closes its connection, and nobody else's. */
  readonly onDefect: () => void
}

export class GatewaySession implements Receiver {
  readonly connection: Connection
  readonly #surroundings: SessionSurroundings
  readonly #onClosed: () => void
  readonly #messages: TokenBucket.TokenBucket
  readonly #bytes: TokenBucket.TokenBucket
  #phase: Phase = { _tag: "Joining" }
  #quietSweeps = 0

  constructor(connection: Connection, surroundings: SessionSurroundings, onClosed: () => void) {
    const { settings, nowMillis } = surroundings
    this.connection = connection
    this.#surroundings = surroundings
    this.#onClosed = onClosed
    this.#messages = TokenBucket.make(settings.messageRate, nowMillis())
    this.#bytes = TokenBucket.make(settings.byteRate, nowMillis())
  }

  get isOver(): boolean {
    return this.#phase._tag === "Over"
  }

  /** The next Join. Expected before it is asked for, so that none is missed. Fails when the connection ends first. */
  expectJoin(): Deferred.Deferred<Join, Close> {
    const next = Deferred.makeUnsafe<Join, Close>()
    if (this.isOver) Deferred.doneUnsafe(next, Effect.fail(closeCodes.goingAway))
    else this.#phase = { _tag: "AwaitingJoin", next }
    return next
  }

  /** From here on messages go to the room. If the connection has ended meanwhile the seat is given up at once. */
  becomeMember(membership: Membership): void {
    if (this.isOver) membership.leave("lost")
    else this.#phase = { _tag: "Member", membership }
  }

  /** Ends the connection; the first reason stands. */
  close(close: Close): void {
    if (this.isOver) return
    this.#end(close)
    this.connection.close(close)
  }

  /** Called every `heartbeatSweepMillis`: pings who is quiet, ends who stays silent. */
  sweep(): void {
    try {
      this.#quietSweeps += 1
      if (this.#quietSweeps >= silentAfter) this.close(closeCodes.silent)
      else if (this.#quietSweeps % pingEvery === 0) this.connection.ping()
    } catch {
      this.#fail()
    }
  }

  /** Counts like a message: a ping or pong costs the relay a frame as well. */
  heard(): void {
    this.#quietSweeps = 0
    if (this.isOver) return
    const { settings, nowMillis } = this.#surroundings
    if (!TokenBucket.take(this.#messages, settings.messageRate, nowMillis(), 1)) this.close(closeCodes.tooFast)
  }

  closed(close?: Close): void {
    this.#end(closeCodes.goingAway)
    this.#surroundings.tally.closed(close)
    this.#onClosed()
  }

  binary(payload: Uint8Array): void {
    try {
      const { settings, tally } = this.#surroundings
      tally.sealedReceived += 1
      if (!this.#admit(payload.length, settings.maxMessageBytes)) return
      if (this.#phase._tag === "Member") this.#phase.membership.send(payload)
      else this.close(closeCodes.joinExpected)
    } catch {
      this.#fail()
    }
  }

  text(message: string): void {
    try {
      this.#surroundings.tally.controlReceived += 1
      this.#obey(message)
    } catch {
      this.#fail()
    }
  }

  #obey(message: string): void {
    if (!this.#admit(Buffer.byteLength(message), maxControlBytes)) return
    const frame = decodeClientFrame(message)
    if (frame === undefined) return this.close(closeCodes.badFrame)
    switch (frame._tag) {
      case "Ping":
        this.connection.write(pong)
        return
      case "Leave":
        return this.#leave()
      case "Join":
        return this.#join(frame)
      case "Purge":
      case "Lock":
      case "Kick":
      case "Rotate":
        return this.#phase._tag === "Member"
          ? this.#phase.membership.command(frame)
          : this.close(closeCodes.joinExpected)
    }
  }

  /** Counts a message against its limits; closes with the limit's code if it is over one. */
  #admit(bytes: number, maxBytes: number): boolean {
    this.#quietSweeps = 0
    if (this.isOver) return false
    const { settings, nowMillis, tally } = this.#surroundings
    const now = nowMillis()
    const { messageRate, byteRate } = settings
    tally.receivedBytes += bytes
    if (bytes === 0) this.close(closeCodes.emptyMessage)
    else if (bytes > maxBytes) this.close(closeCodes.messageTooBig)
    else if (!TokenBucket.take(this.#messages, messageRate, now, 1)) this.close(closeCodes.tooFast)
    else if (!TokenBucket.take(this.#bytes, byteRate, now, bytes)) this.close(closeCodes.tooFast)
    return !this.isOver
  }

  #join(join: Join): void {
    if (this.#phase._tag !== "AwaitingJoin") return this.close(closeCodes.joinExpected)
    const { next } = this.#phase
    this.#phase = { _tag: "Joining" }
    Deferred.doneUnsafe(next, Effect.succeed(join))
  }

  #leave(): void {
    if (this.#phase._tag === "Member") this.#phase.membership.leave("left")
    this.#phase = { _tag: "Over" }
    this.connection.end()
  }

  /** A defect ends this connection alone; what failed may hold anything and goes no further. */
  #fail(): void {
    this.#surroundings.onDefect()
    try {
      this.close(closeCodes.internalError)
    } catch {
      // The connection itself is at fault: the seat has been given up, and nothing else is left to do.
    }
  }

  /** Whoever waits for a Join waits no more, and a seat is free at once, however long the closing takes. */
  #end(close: Close): void {
    const phase = this.#phase
    this.#phase = { _tag: "Over" }
    if (phase._tag === "AwaitingJoin") Deferred.doneUnsafe(phase.next, Effect.fail(close))
    if (phase._tag === "Member") phase.membership.leave("lost")
  }
}
