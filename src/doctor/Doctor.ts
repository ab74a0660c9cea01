/**
 * Looks at a deployment from outside, as a user's browser would meet it, and says what to change.
 *
 * It makes no room. What it leaves behind is one join that was refused, two challenges that nobody solves and, if it is
 * asked to wait, one connection that never joins. It sends nothing that is secret, so it may look at any relay.
 */
import { Clock, Effect } from "effect"
import { encodeClientFrame } from "../protocol/ClientFrame.ts"
import { Proof, RoomId } from "../protocol/Identifiers.ts"
import { joinDeadlineMillis } from "../protocol/Limits.ts"
import { apiFindings, healthFindings, metricsFinding } from "./ApiChecks.ts"
import { type Finding, failure } from "./Finding.ts"
import { headerFindings } from "./HeaderChecks.ts"
import { ask } from "./HttpProbe.ts"
import type { Unreachable } from "./Observation.ts"
import { fileFindings, filesOf, pageFindings } from "./PageChecks.ts"
import { joinFindings, originFindings, quietFindings } from "./SocketChecks.ts"
import { call, callOverHttp2 } from "./SocketProbe.ts"
import { addressFinding, addressOf, type Target } from "./Target.ts"
import * as TlsProbe from "./TlsProbe.ts"
import { clockFinding, http2Finding, redirectFinding, tlsFindings, unreachableText } from "./TransportChecks.ts"

export interface Examination {
  readonly target: Target
  /** Whether a certificate that browsers refuse is meant so. */
  readonly isInsecure: boolean
  /** Whether to see what becomes of a quiet connection, which takes ten seconds. */
  readonly isPatient: boolean
  /** Where plain HTTP would be, if anywhere. */
  readonly httpPort: number | undefined
}

/** Looks at everything in turn, and no further than where nothing answers. */
export const examine = Effect.fn("Doctor.examine")(function* (examination: Examination) {
  const { target } = examination
  const reached = yield* Effect.result(ask(addressOf(target, "/")))
  const now = yield* Clock.currentTimeMillis
  const first = [addressFinding(target), ...(yield* transport(examination, now))]
  if (reached._tag === "Failure") {
    return first.some(({ check, level }) => check === "connect" && level === "failure")
      ? first
      : [...first, failure("connect", unreachableText(reached.failure))]
  }
  const home = reached.success
  const room = yield* judged("page", ask(addressOf(target, roomName)), (room) => pageFindings(target, home, room))
  return [
    ...first,
    clockFinding(home, now),
    ...room,
    ...(yield* files(target, home)),
    ...headerFindings(target, home),
    ...(yield* api(target)),
    ...(yield* sockets(examination))
  ]
})

/** A room that nobody has, since IDs are random. */
const nobody = RoomId.make("A".repeat(22))
const roomName = `/r/${nobody}`

/** Certificate, redirect and HTTP/2. */
const transport = Effect.fnUntraced(function* ({ httpPort, isInsecure, target }: Examination, now: number) {
  if (!target.isSecure) return []
  const seen = yield* Effect.result(TlsProbe.lookAt(target))
  if (seen._tag === "Failure") return [failure("connect", unreachableText(seen.failure))]
  const facts = seen.success
  const http2 = facts.application === "h2" ? yield* callOverHttp2(target) : ({ _tag: "NotOffered" } as const)
  const redirect = httpPort === undefined ? [] : [yield* redirectFrom(target, httpPort)]
  return [...tlsFindings(facts, now, isInsecure), ...redirect, http2Finding(facts.application, http2)]
})

const redirectFrom = Effect.fnUntraced(function* (target: Target, httpPort: number) {
  const plain = new URL(addressOf(target, roomName))
  plain.protocol = "http:"
  plain.port = String(httpPort)
  const reply = yield* Effect.orElseSucceed(ask(plain.href), () => undefined)
  return redirectFinding(target, roomName, reply)
})

type Reply = Effect.Success<ReturnType<typeof ask>>

const files = Effect.fnUntraced(function* (target: Target, home: Reply) {
  const found = yield* Effect.forEach(filesOf(target, home), (file) =>
    judged(
      "files",
      Effect.all([ask(file, { headers: { "accept-encoding": "identity" } }), ask(file)]),
      ([plain, packed]) => fileFindings(file, plain, packed)
    )
  )
  const flat = found.flat()
  return flat.length > 0 ? flat : [{ check: "files", level: "ok", text: "The page's files arrive whole." } as const]
})

const challengeFor = (paramsDigest: string) =>
  ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ paramsDigest })
  }) as const

const api = Effect.fnUntraced(function* (target: Target) {
  const challenge = ask(addressOf(target, "/api/challenge"), challengeFor("A".repeat(43)))
  const refusal = ask(addressOf(target, "/api/challenge"), challengeFor("no digest"))
  return [
    ...(yield* judged(
      "health",
      Effect.all([ask(addressOf(target, "/healthz")), ask(addressOf(target, "/readyz"))]),
      ([healthz, readyz]) => healthFindings(healthz, readyz)
    )),
    ...(yield* judged("api", Effect.all([challenge, challenge, refusal]), (replies) => apiFindings(...replies))),
    ...(yield* judged("metrics", ask(addressOf(target, "/metrics")), (reply) => [metricsFinding(reply)]))
  ]
})

const wrongJoin = encodeClientFrame({ _tag: "Join", roomId: nobody, joinProof: Proof.make(new Uint8Array(32)) })

const sockets = Effect.fnUntraced(function* ({ isPatient, target }: Examination) {
  const joined = yield* call(target, { origin: target.origin, say: wrongJoin })
  const foreign = yield* call(target, { origin: "https://somebody-else.invalid", isHandshakeOnly: true })
  const patienceMillis = joinDeadlineMillis + 5_000
  const quiet = isPatient ? quietFindings(yield* call(target, { origin: target.origin, patienceMillis })) : []
  return [...joinFindings(joined), ...originFindings(joined, foreign), ...quiet]
})

/** What the checks say of what was seen; that nothing was seen is a failure of its own. */
const judged = <A>(
  check: string,
  probe: Effect.Effect<A, Unreachable>,
  judge: (seen: A) => ReadonlyArray<Finding>
): Effect.Effect<ReadonlyArray<Finding>> =>
  probe.pipe(
    Effect.map(judge),
    Effect.catch((unreachable) => Effect.succeed([failure(check, unreachableText(unreachable))]))
  )
