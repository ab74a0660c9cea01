/**
 * Links over whatever bus there is, on the Effect clock: the pure rules of domain/LinkTable.ts with time, the end of an
 * event-loop turn and a listener.
 *
 * A process that stood still is fenced here: whatever reaches it first after that, a tick or a datagram, ends its links before
 * anything else is read, for the others have gone on without it. A listener that throws is a defect: it is reported, and
 * costs the link that it was told of, never a gap in it.
 */
import { Clock, Duration, Effect, FiberSet, Layer, Schedule, type Scope } from "effect"
import { LinkTable, type LinkTablePort } from "../domain/LinkTable.ts"
import type { NodeAddress } from "../domain/NodeAddress.ts"
import { cluster as limits } from "../protocol/Limits.ts"
import { type BusState, ClusterBus } from "../services/ClusterBus.ts"
import { ClusterTally } from "../services/ClusterTally.ts"
import { type LinkHandlers, NodeLinks } from "../services/NodeLinks.ts"
import { oncePerRun } from "./RunClock.ts"
import * as Supervision from "./Supervision.ts"
import * as TurnPump from "./TurnPump.ts"

const nanosPerMilli = 1_000_000

export interface LinkSettings {
  /** Bytes that one peer may leave unacknowledged. */
  readonly ringBytes: number
}

/** Links over the bus. Closing ends them all. */
export const layer = (
  { ringBytes }: LinkSettings = { ringBytes: limits.ringBytes.default }
): Layer.Layer<NodeLinks, never, ClusterBus> =>
  Layer.effect(
    NodeLinks,
    Effect.gen(function* () {
      const bus = yield* ClusterBus
      const tally = yield* ClusterTally
      const clock = yield* Clock.Clock
      const now = oncePerRun(() => Number(clock.monotonicTimeNanosUnsafe()) / nanosPerMilli)
      const fork = yield* FiberSet.makeRuntime()
      const pump = TurnPump.make()
      let listener: LinkHandlers | undefined

      const failed = (defect: unknown) => void fork(Supervision.report("link", defect))

      const port: LinkTablePort = {
        publish: (to, datagram) => {
          tally.datagramsSent += 1
          tally.datagramBytesSent += datagram.length
          bus.publish(to, datagram)
        },
        record: (from, record) => {
          tally.recordsReceived += 1
          try {
            listener?.record(from, record)
          } catch (defect) {
            failed(defect)
            table.reset(from)
          }
        },
        down: (peer, reason) => {
          tally.linksEnded[reason] += 1
          try {
            listener?.down(peer, reason)
          } catch (defect) {
            failed(defect)
          }
        },
        retransmitted: (batches) => void (tally.retransmissions += batches),
        requestFlush: () => pump.enqueue({ flush: () => table.flush(now()), failed })
      }

      const maxBatchBytes = Math.min(limits.maxBatchBytes, bus.maxDatagramBytes)
      const table = new LinkTable(bus.self, { ringBytes, maxBatchBytes, firstSequence: 1 }, port, now())

      /** Asked before anything is taken in. */
      const endIfFrozen = () => {
        if (!table.hasFrozen(now())) return
        table.endAll("self-freeze")
        table.tick(now())
      }

      let isAway = bus.state() !== "up"
      const onState = (state: BusState) => {
        endIfFrozen()
        if (state === "up") {
          isAway = false
          return table.busUp(now())
        }
        // Stalled and then down is one interruption.
        if (!isAway) tally.busInterruptions += 1
        isAway = true
        table.busAway(now())
      }

      const tick = Effect.sync(() => {
        endIfFrozen()
        table.tick(now())
      })

      if (isAway) table.busAway(now())
      yield* bus.listen({
        datagram: (from, datagram) => {
          endIfFrozen()
          tally.datagramsReceived += 1
          tally.datagramBytesReceived += datagram.length
          table.receive(from, datagram, now())
        },
        nobodyThere: (peer) => {
          endIfFrozen()
          tally.nobodyThere += 1
          table.nobodyThere(peer, now())
        },
        stateChanged: onState
      })
      yield* tick.pipe(Effect.repeat(Schedule.spaced(Duration.millis(limits.tickMillis))), Effect.forkScoped)

      const peers = () => table.entries().map(({ link: { heldBytes, isUp }, peer }) => ({ peer, isUp, heldBytes }))
      tally.levels.busState = bus.state
      tally.levels.links = peers

      const listen = (handlers: LinkHandlers): Effect.Effect<void, never, Scope.Scope> =>
        Effect.acquireRelease(
          Effect.sync(() => {
            listener = handlers
            table.isOpen = true
          }),
          () =>
            Effect.sync(() => {
              table.isOpen = false
              table.flush(now())
              table.endAll("reset")
              listener = undefined
            })
        )

      return NodeLinks.of({
        self: bus.self,
        maxRecordBytes: table.maxRecordBytes,
        send: (to: NodeAddress, record: Uint8Array) => {
          tally.recordsSent += 1
          table.send(to, record, now())
        },
        listen,
        reset: (peer) => table.reset(peer),
        peers
      })
    })
  )
