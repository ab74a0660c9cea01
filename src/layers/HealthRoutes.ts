/**
 * `/healthz`: the process lives. `/readyz`: it takes new rooms. No detail: whoever asks may be anybody.
 */
import type { Layer } from "effect"
import { Effect } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { RoomRegistry } from "../services/RoomRegistry.ts"

const answer = (status: 200 | 503) =>
  HttpServerResponse.jsonUnsafe(
    { status: status === 200 ? "ok" : "unavailable" },
    { status, headers: { "cache-control": "no-store" } }
  )

export const layer: Layer.Layer<never, never, HttpRouter.HttpRouter | RoomRegistry> = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const registry = yield* RoomRegistry
    yield* router.add("GET", "/healthz", answer(200))
    yield* router.add(
      "GET",
      "/readyz",
      Effect.map(registry.isAccepting, (isAccepting) => answer(isAccepting ? 200 : 503))
    )
  })
)
