/**
 * The bus between nodes over NATS core: a datagram is a message on a subject that names both ends. No JetStream, no queue
 * group, no request: two subscriptions a node, whatever it carries. docs/CLUSTER.md section 2.
 *
 * The client reconnects by itself, to another server if there is one. Two things it does not see in time: a server that
 * stands still, for which this asks for a sign of life every `probeMillis`; and its own end, after which a new connection is
 * made here. What is published while nothing stands is lost, as the contract says; links send it again.
 */
import type { NatsConnection, Status } from "@nats-io/transport-node"
import { Deferred, Duration, Effect, Exit, FiberSet, Layer, Option, Schedule } from "effect"
import { SecureRandom } from "effect/crypto"
import * as BusSubjects from "../domain/BusSubjects.ts"
import { maxSlot, type NodeAddress, nodeKey } from "../domain/NodeAddress.ts"
import { cluster } from "../protocol/Limits.ts"
import { type BusHandlers, type BusState, BusUnavailable, ClusterBus } from "../services/ClusterBus.ts"
import * as Nats from "./NatsConnection.ts"
import type { NatsSettings } from "./NatsSettings.ts"
import * as RelayLog from "./RelayLog.ts"

const limits = cluster.bus

export interface NatsBusSettings extends NatsSettings {
  /** Of this node, as its nkey allows it; a random one where one key is for all. */
  readonly slot: number | undefined
}

/** Connected when it is built, for which it waits a while; fails if it cannot be, and only then. */
export const layer = (settings: NatsBusSettings): Layer.Layer<ClusterBus, BusUnavailable> =>
  Layer.effect(
    ClusterBus,
    Effect.gen(function* () {
      const bus = new NatsBus(settings, ownAddress(settings.slot), yield* FiberSet.makeRuntime())
      const ready = yield* Deferred.make<void, BusUnavailable>()
      const again = Schedule.spaced(Duration.millis(limits.stallMillis))
      yield* bus.life(Deferred.succeed(ready, undefined)).pipe(
        Effect.retry({ schedule: again, times: limits.startRetries, while: ({ reason }) => reason === "unreachable" }),
        Effect.catch((error) => Deferred.fail(ready, error)),
        Effect.repeat(again),
        Effect.forkScoped
      )
      yield* Deferred.await(ready)

      return ClusterBus.of({
        self: bus.self,
        maxDatagramBytes: cluster.maxBatchBytes,
        publish: (to, datagram) => bus.publish(to, datagram),
        state: () => bus.state,
        listen: (handlers) =>
          Effect.asVoid(
            Effect.acquireRelease(
              Effect.sync(() => void (bus.handlers = handlers)),
              () => Effect.sync(() => void (bus.handlers = undefined))
            )
          )
      })
    })
  )

class NatsBus {
  readonly self: NodeAddress
  state: BusState = "down"
  handlers: BusHandlers | undefined
  readonly #settings: NatsBusSettings
  readonly #fork: (effect: Effect.Effect<void>) => unknown
  #connection: NatsConnection | undefined
  #wasUp = false
  #isForbidden = false

  constructor(settings: NatsBusSettings, self: NodeAddress, fork: (effect: Effect.Effect<void>) => unknown) {
    this.#settings = settings
    this.self = self
    this.#fork = fork
  }

  publish(to: NodeAddress, datagram: Uint8Array): void {
    if (this.state !== "up" || this.#connection === undefined || this.#connection.isClosed()) return
    const reply = BusSubjects.replySubject(this.self, to)
    this.#connection.publish(BusSubjects.datagramSubject(this.self, to), datagram, { reply })
  }

  /** One connection, from its making to its end; `onReady` once it stands and may be used. */
  readonly life = (onReady: Effect.Effect<unknown>): Effect.Effect<void, BusUnavailable> =>
    Effect.gen({ self: this }, function* () {
      const made = yield* Effect.acquireRelease(Nats.connect(this.#settings, `pug-${nodeKey(this.self)}`), leave)
      const isUnsafe = yield* Deferred.make<void>()
      void this.#follow(made, () => Deferred.doneUnsafe(isUnsafe, Effect.void))
      this.#subscribe(made)
      yield* this.#assertAllowed(made)
      if (made.info !== undefined && Nats.isOutdated(made.info)) yield* RelayLog.log("bus-outdated")
      this.#connection = made
      this.#setState("up")
      yield* onReady
      const isClosed = Effect.promise(() => made.closed())
      yield* Effect.raceAllFirst([isClosed, this.#probe(made), Deferred.await(isUnsafe)])
    }).pipe(
      Effect.onExit((exit) => Effect.sync(() => this.#over(Exit.hasInterrupts(exit)))),
      Effect.scoped
    )

  #subscribe(made: NatsConnection): void {
    const { datagrams, replies } = BusSubjects.inbox(this.self)
    made.subscribe(datagrams, {
      callback: (error, message) => {
        const from = error === null ? BusSubjects.otherNode(message.subject) : undefined
        if (from !== undefined) this.handlers?.datagram(from, message.data)
      }
    })
    made.subscribe(replies, {
      callback: (error, message) => {
        const peer = error === null ? BusSubjects.otherNode(message.subject) : undefined
        if (peer !== undefined && message.headers?.code === 503) this.handlers?.nobodyThere(peer)
      }
    })
  }

  /** By the second answer everything that the server has refused of this node has been told. */
  readonly #assertAllowed = Effect.fnUntraced({ self: this }, function* (made: NatsConnection) {
    made.publish(BusSubjects.datagramSubject(this.self, this.self))
    yield* Effect.ignore(Effect.tryPromise(() => made.flush().then(() => made.flush())))
    if (!this.#isForbidden) return
    return yield* new BusUnavailable({
      reason: "refused",
      advice: `the NATS server does not let this nkey be slot ${this.self.slot}: set PUG_CLUSTER_SLOT to the slot of the nkey`
    })
  })

  /** What the client tells, until it is closed. */
  async #follow(made: NatsConnection, onUnsafe: () => void): Promise<void> {
    for await (const status of made.status()) this.#hear(made, status, onUnsafe)
  }

  #hear(made: NatsConnection, status: Status, onUnsafe: () => void): void {
    if (status.type === "disconnect") this.#setState("down")
    // Another server takes over while this one still answers.
    if (status.type === "ldm") void made.reconnect()
    if (status.type === "error" && status.error.name === "PermissionViolationError") {
      if (!this.#isForbidden && this.#connection === made) this.#log("bus-forbids")
      this.#isForbidden = true
    }
    if (status.type !== "reconnect") return
    if (Nats.refusalOf(this.#settings, made.info) === undefined) return this.#setState("up")
    this.#log("bus-insecure")
    onUnsafe()
  }

  /** Asks for a sign of life, again and again. Ends when a connection that stands still cannot even be given up. */
  readonly #probe = (made: NatsConnection): Effect.Effect<unknown> =>
    Effect.gen({ self: this }, function* () {
      if (this.state === "down") return "goes on"
      const answer = yield* Effect.tryPromise(() => made.flush()).pipe(
        Effect.timeoutOption(Duration.millis(limits.stallMillis)),
        // The connection has ended meanwhile, which is told elsewhere.
        Effect.orElseSucceed(() => Option.some(undefined))
      )
      if (Option.isSome(answer)) return "goes on"
      if (this.state === "stalled") return "is over"
      this.#setState("stalled")
      yield* Effect.promise(() => made.reconnect())
      return "goes on"
    }).pipe(
      Effect.repeat({
        schedule: Schedule.spaced(Duration.millis(limits.probeMillis)),
        while: (outcome) => outcome === "goes on"
      })
    )

  /** Nobody is told of an end that was wished. */
  #over(isWished: boolean): void {
    if (isWished) this.state = "down"
    else this.#setState("down")
  }

  #setState(next: BusState): void {
    if (this.state === next) return
    const wasUp = this.state === "up"
    this.state = next
    if (wasUp) this.#log("bus-away")
    if (next === "up" && this.#wasUp) this.#log("bus-back")
    this.#wasUp ||= next === "up"
    this.handlers?.stateChanged(next)
  }

  #log(line: RelayLog.LogLine): void {
    this.#fork(RelayLog.log(line))
  }
}

const ownAddress = (slot: number | undefined): NodeAddress => {
  const random = new DataView(SecureRandom.randomBytesUnsafe(6).buffer)
  return { slot: slot ?? 1 + (random.getUint16(4) % maxSlot), incarnation: random.getUint32(0) }
}

/** Lets go of what is on its way, for a moment, and then of the connection. */
const leave = (made: NatsConnection): Effect.Effect<void> =>
  Effect.tryPromise(() => made.drain()).pipe(
    Effect.timeout(Duration.millis(limits.leaveMillis)),
    Effect.ignore,
    Effect.andThen(Effect.sync(() => void made.close()))
  )
