/**
 * Every example runs as a reader would run it, against the built package.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { globSync, readFileSync } from "node:fs"
import { afterEach, assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { formatRoomLink, layerRoomClient, RoomClient } from "../src/client/index.ts"
import { startHost } from "./support/HostProgram.ts"
import { startRelay } from "./support/RelayProcess.ts"
import { probe } from "./support/SessionProbe.ts"

// Registers its own test, which runs with the ones below.
import "../examples/test-with-memory-layers.ts"

/** What ends the programs of a test. */
let running: ReadonlyArray<() => Promise<void>> = []

afterEach(async () => {
  await Promise.all(running.map((stop) => stop()))
  running = []
})

/** Runs an example until the test is over. */
const run = (example: string, args: ReadonlyArray<string>): void => {
  const child = spawn(process.execPath, [`examples/${example}`, ...args], { env: {}, stdio: "inherit" })
  running = [
    ...running,
    async () => {
      const exited = once(child, "exit")
      if (child.kill()) await exited
    }
  ]
}

/** Runs a server example, and returns where it listens. */
const serve = async (example: string): Promise<string> => {
  const host = await startHost(`examples/${example}`)
  running = [...running, host.stop]
  return host.url
}

describe("examples", () => {
  it("are each under 50 lines", () => {
    const long = globSync("examples/**/*.ts").filter((file) => readFileSync(file, "utf8").split("\n").length > 50)

    assert.deepStrictEqual(long, [])
  })

  it("run-relay.ts serves a relay", async () => {
    const url = await serve("run-relay.ts")

    assert.strictEqual((await fetch(`${url}/readyz`)).status, 200)
    assert.include(await (await fetch(url)).text(), "<pug-app>")
  })

  it("embed-in-your-app.ts serves the host's page, its WebSocket and the relay, and asks its policy", async () => {
    const url = await serve("embed-in-your-app.ts")
    const socket = new WebSocket(`${url.replace("http", "ws")}/echo`)
    await once(socket, "open")
    socket.send("hello")
    const [{ data }] = await once(socket, "message")
    socket.close()
    const created = await Effect.runPromise(
      RoomClient.use((rooms) => rooms.create({ ttlSeconds: 600, capacity: 2 })).pipe(
        Effect.flip,
        Effect.provide(layerRoomClient({ relayUrl: `${url}/chat` }))
      )
    )

    assert.strictEqual(data, "hello")
    assert.strictEqual(await (await fetch(url)).text(), "The host's own page.")
    assert.strictEqual((await fetch(`${url}/chat/readyz`)).status, 200)
    assert.deepInclude(created, { code: "creation-refused", detail: "sign-in" })
  })

  it.live("echo-bot.ts repeats what others say", () =>
    Effect.gen(function* () {
      const relay = yield* Effect.acquireRelease(
        Effect.promise(() => startRelay()),
        (relay) => Effect.promise(() => relay.stop())
      )
      yield* Effect.gen(function* () {
        const rooms = yield* RoomClient
        const room = yield* rooms.create({ ttlSeconds: 600, capacity: 2 })
        const session = yield* rooms.join(room)
        const member = yield* probe(session)
        yield* member.next("Joined")
        run("echo-bot.ts", [formatRoomLink(room.link)])
        yield* member.next("MemberChanged", (event) => event.member.name === "echo")
        yield* session.send("Is anybody there?")

        const { body, sender } = yield* member.next("Message", (event) => !event.sender.isSelf)

        assert.strictEqual(body, "Is anybody there?")
        assert.strictEqual(sender.name, "echo")
      }).pipe(Effect.scoped, Effect.provide(layerRoomClient({ relayUrl: relay.url })))
    }).pipe(Effect.scoped)
  )
})
