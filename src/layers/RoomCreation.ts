/**
 * A room for work, whoever carries the wish: the policy is asked, the work is redeemed, the room is made, in this order.
 *
 * The one place where what services refuse becomes a problem of the API. PROTOCOL.md sections 3.2 and 3.4.
 */
import { Effect } from "effect"
import { busyRetrySeconds } from "../protocol/Limits.ts"
import { createRoomLayout } from "../protocol/ProofOfWork.ts"
import { CreationForbidden, RelayBusy, TooManyRequests } from "../protocol/RelayApi.ts"
import type { CreateRoom, ProblemCode } from "../protocol/RoomApi.ts"
import { Admission, type Source, type TooMany } from "../services/Admission.ts"
import { Challenges, type WorkRejected } from "../services/Challenges.ts"
import { CreatePolicy, type RequestHeaders } from "../services/Policies.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import { RelayTally } from "../services/RelayTally.ts"
import { RoomRegistry } from "../services/RoomRegistry.ts"
import * as PolicyQuestion from "./PolicyQuestion.ts"
import * as Supervision from "./Supervision.ts"

/** What issues challenges and creates rooms, over the services that are provided. */
export const make = Effect.gen(function* () {
  const admission = yield* Admission
  const challenges = yield* Challenges
  const registry = yield* RoomRegistry
  const settings = yield* RelayConfig
  const tally = yield* RelayTally
  const mayCreate = yield* CreatePolicy
  tally.levels.creationBits = admission.creationBits

  const countRefusal = <A, E extends { readonly code: ProblemCode }, R>(answer: Effect.Effect<A, E, R>) =>
    Effect.tapError(answer, ({ code }) => Effect.sync(() => (tally.apiRefusals[code] += 1)))

  const challenge = Effect.fnUntraced(
    function* (paramsDigest: Uint8Array, source: Source | undefined) {
      yield* admission.admit("challenge", source)
      return yield* challenges.issue(paramsDigest, admission.creationBits())
    },
    Effect.mapError(tooMany),
    countRefusal
  )

  const create = Effect.fnUntraced(
    function* (wish: CreateRoom, headers: RequestHeaders, source: Source | undefined) {
      yield* admission.admit("creation", source)
      yield* PolicyQuestion.ask(
        () => mayCreate({ headers, ttlSeconds: wish.ttlSeconds, capacity: wish.capacity }),
        () => Effect.fail(busy()),
        Effect.die(new Supervision.Reported())
      )
      // Asked before the work is spent, so that a full relay does not take it for nothing.
      if (!(yield* registry.isAccepting)) return yield* busy()
      // The price may have risen since; what the challenge asks for is read from it, and holds.
      yield* challenges.redeem(wish, createRoomLayout(wish), settings.powBits)
      const created = yield* registry.create(wish)
      admission.roomCreated()
      return created
    },
    Effect.catchTags({
      TooMany: (refused) => Effect.fail(tooMany(refused)),
      PolicyRefused: ({ name }) => Effect.fail(new CreationForbidden({ code: "creation-refused", detail: name })),
      WorkRejected: (rejected) => Effect.fail(problemOf(rejected)),
      RegistryFull: () => Effect.fail(busy())
    }),
    countRefusal
  )

  return { challenge, create }
})

const busy = () =>
  new RelayBusy({
    detail: "There is no place for another room now. Try again later.",
    retryAfterSeconds: busyRetrySeconds
  })

const tooMany = ({ retryAfterSeconds }: TooMany) =>
  new TooManyRequests({ detail: "Your network address asks for too much. Try again later.", retryAfterSeconds })

const problemOf = (rejected: WorkRejected): CreationForbidden | RelayBusy => {
  switch (rejected.reason) {
    case "busy":
      return busy()
    case "forged":
      return new CreationForbidden({ code: "challenge-forged", detail: "This relay did not issue that token." })
    case "expired":
      return new CreationForbidden({ code: "challenge-expired", detail: "The challenge has expired. Ask for another." })
    case "mismatch":
      return new CreationForbidden({ code: "challenge-mismatch", detail: "The challenge was for another room." })
    case "spent":
      return new CreationForbidden({ code: "challenge-spent", detail: "The challenge was used. Ask for another." })
    case "insufficient-work":
      return new CreationForbidden({ code: "insufficient-work", detail: "The nonce does not solve the challenge." })
  }
}
