/**
 * A room for work, whoever carries the wish: the policy is asked, the work is redeemed, the room is made, in this order.
 *
 * The one place where what services refuse becomes a problem of the API. PROTOCOL.md sections 3.2 and 3.4.
 */
import { Duration, Effect } from "effect"
import { policyDeadlineMillis } from "../protocol/Limits.ts"
import { createRoomLayout } from "../protocol/ProofOfWork.ts"
import { CreationForbidden, RelayBusy } from "../protocol/RelayApi.ts"
import type { CreateRoom } from "../protocol/RoomApi.ts"
import { Challenges, type WorkRejected } from "../services/Challenges.ts"
import { CreatePolicy, type RequestHeaders } from "../services/Policies.ts"
import { RelayConfig } from "../services/RelayConfig.ts"
import { RoomRegistry } from "../services/RoomRegistry.ts"

/** What creates rooms, over the services that are provided. */
export const make = Effect.gen(function* () {
  const challenges = yield* Challenges
  const registry = yield* RoomRegistry
  const settings = yield* RelayConfig
  const mayCreate = yield* CreatePolicy

  return Effect.fnUntraced(
    function* (wish: CreateRoom, headers: RequestHeaders) {
      yield* mayCreate({ headers, ttlSeconds: wish.ttlSeconds, capacity: wish.capacity }).pipe(
        Effect.timeoutOrElse({ duration: Duration.millis(policyDeadlineMillis), orElse: () => Effect.fail(busy()) })
      )
      // Asked before the work is spent, so that a full relay does not take it for nothing.
      if (!(yield* registry.isAccepting)) return yield* busy()
      yield* challenges.redeem(wish, createRoomLayout(wish), settings.powBits)
      return yield* registry.create(wish)
    },
    Effect.catchTags({
      PolicyRefused: ({ name }) => Effect.fail(new CreationForbidden({ code: "creation-refused", detail: name })),
      WorkRejected: (rejected) => Effect.fail(problemOf(rejected)),
      RegistryFull: () => Effect.fail(busy())
    })
  )
})

const busy = () => new RelayBusy({ detail: "There is no place for another room now. Try again later." })

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
