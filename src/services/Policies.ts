/**
 * Who may create and who may join, by the rules of the embedding application. The default allows everybody.
 *
 * A policy sees the headers of the request (the host's own session cookie, say) and nothing sealed. It refuses by a
 * name that the client is told, and answers within `policyDeadlineMillis`: else the client is told `busy`. Whoever
 * passes still has to do the work and prove the secret.
 */
import { Context, Effect, Schema } from "effect"
import type { RoomId } from "../protocol/Identifiers.ts"
import { maxPolicyNameLength } from "../protocol/Limits.ts"

export type RequestHeaders = Readonly<Record<string, string | undefined>>

/** Lower case, words joined by hyphens: "members-only". */
const PolicyName = Schema.String.check(
  Schema.isPattern(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  Schema.isMaxLength(maxPolicyNameLength)
)

/** The policy's answer is no. `name` is shown to the client; another spelling is a defect of the policy. */
export class PolicyRefused extends Schema.TaggedError<PolicyRefused>()("PolicyRefused", { name: PolicyName }) {}

export const CreatePolicy = Context.Reference<
  (request: {
    readonly headers: RequestHeaders
    readonly ttlSeconds: number
    readonly capacity: number
  }) => Effect.Effect<void, PolicyRefused>
>("pug-network/services/CreatePolicy", { defaultValue: () => () => Effect.void })

export const JoinPolicy = Context.Reference<
  (request: { readonly headers: RequestHeaders; readonly roomId: RoomId }) => Effect.Effect<void, PolicyRefused>
>("pug-network/services/JoinPolicy", { defaultValue: () => () => Effect.void })
