/**
 * Challenges that are good at every node of a cluster, and once. The token names its issuer, encrypted, and whoever
 * redeems it asks that node to spend it; of an issuer that is gone nobody can know, so that its challenges have expired.
 */
import { Effect, Layer } from "effect"
import { isSameNode } from "../../domain/NodeAddress.ts"
import { spendResults } from "../../protocol/cluster/RecordCodes.ts"
import { RoomRecord } from "../../protocol/cluster/RoomRecord.ts"
import { Challenges } from "../../services/Challenges.ts"
import { ClusterSecret } from "../../services/ClusterSecret.ts"
import type { TokenContent } from "../ChallengeToken.ts"
import * as SignedChallenges from "../SignedChallenges.ts"
import * as OwnerNames from "./OwnerNames.ts"
import { RoomRecords } from "./RoomRecords.ts"

export const layer: Layer.Layer<Challenges, never, ClusterSecret | RoomRecords> = Layer.effect(
  Challenges,
  Effect.gen(function* () {
    const secret = yield* ClusterSecret
    const records = yield* RoomRecords
    const { nowMillis, spent } = yield* SignedChallenges.ledger
    const names = OwnerNames.make(secret.derive("challenge IDs", 16), records.self)

    const spendHere = (challenge: Uint8Array, expiresAtMillis: number) =>
      spent.spend(Buffer.from(challenge).toString("latin1"), expiresAtMillis)

    yield* records.listen({
      record: (from, record) => {
        if (record._tag !== "Spend") return
        const fault = spendHere(record.challenge, record.expiresAtMillis)
        const result = spendResults.indexOf(fault ?? "accepted")
        records.send(from, RoomRecord.Done({ request: record.request, result }))
      },
      down: () => {}
    })

    const spend = Effect.fnUntraced(function* ({ expiresAtMillis, id }: TokenContent) {
      const name = names.read(id)
      // The HMAC is right, so that a node of this cluster has written it.
      if (name === undefined) return yield* Effect.die(new Error("a challenge of this cluster names no node"))
      if (isSameNode(name.owner, records.self)) return spendHere(name.local, expiresAtMillis)
      const question = (request: number) => RoomRecord.Spend({ request, challenge: name.local, expiresAtMillis })
      const result = yield* records.ask(name.owner, question)
      const answer = result === undefined ? "expired" : (spendResults[result] ?? "busy")
      return answer === "accepted" ? undefined : answer
    })

    return SignedChallenges.make({ key: secret.derive("challenges", 32), nowMillis, nextId: names.next, spend })
  })
)
