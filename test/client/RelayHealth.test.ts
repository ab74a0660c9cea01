/** Why no WebSocket opens, over real HTTP: a relay that answers, and everything that is none. */
import { createServer, type RequestListener } from "node:http"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { askLostCause } from "../../src/client/RelayHealth.ts"

/** The address of a server that answers so, and what it was asked for. */
const serve = (listener: RequestListener) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly asked: Array<string>; readonly close: () => void }>((resume) => {
      const asked: Array<string> = []
      const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`)
        listener(request, response)
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" ? address?.port : undefined
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}/chat`, asked, close: () => server.close() }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

it.live("finds the way blocked when the relay itself answers, below its path", () =>
  Effect.gen(function* () {
    const { url, asked } = yield* serve((_, response) => response.end(JSON.stringify({ status: "ok" })))

    assert.strictEqual(yield* askLostCause(url), "blocked")
    assert.deepStrictEqual(asked, ["GET /chat/healthz"])
  })
)

it.live("finds the relay unreachable when somebody else answers", () =>
  Effect.gen(function* () {
    const answers: ReadonlyArray<RequestListener> = [
      (_, response) => response.writeHead(502).end("<h1>Bad Gateway</h1>"),
      (_, response) => response.end("<form>Log in to this network</form>"),
      (_, response) => response.writeHead(302, { location: "https://login.example/" }).end(),
      (_, response) => response.end(JSON.stringify({ status: "unavailable" })),
      (request) => request.socket.destroy()
    ]
    for (const answer of answers) {
      const { url } = yield* serve(answer)
      assert.strictEqual(yield* askLostCause(url), "unreachable")
    }
  })
)

it.live("finds the relay unreachable when nobody answers", () =>
  Effect.gen(function* () {
    const { url, close } = yield* serve(() => undefined)
    close()

    assert.strictEqual(yield* askLostCause(url), "unreachable")
  })
)
