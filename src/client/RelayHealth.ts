/**
 * Why a WebSocket does not open. Browsers do not say, so we ask the relay by plain HTTP: if it answers there, something
 * on the way lets no WebSocket through. PROTOCOL.md section 3.3.
 */
import { Effect, Schema } from "effect"
import { client } from "../protocol/Limits.ts"
import type { LostCause } from "./RoomView.ts"

const Health = Schema.fromJsonString(Schema.Struct({ status: Schema.Literal("ok") }))
const decodeHealth = Schema.decodeUnknownEffect(Health)

/**
 * Asks the relay at `relayUrl`, an URL without slash at its end. A page of somebody else, such as a proxy that excuses
 * the relay or a network that wants a login, is no answer of it.
 */
export const askLostCause = (relayUrl: string): Effect.Effect<LostCause> =>
  Effect.tryPromise(async (signal) => {
    const response = await fetch(`${relayUrl}/healthz`, {
      signal,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer"
    })
    return await response.text()
  }).pipe(
    Effect.flatMap(decodeHealth),
    Effect.as<LostCause>("blocked"),
    Effect.timeoutOrElse({ duration: client.connectMillis, orElse: () => Effect.succeed<LostCause>("unreachable") }),
    Effect.orElseSucceed((): LostCause => "unreachable")
  )
