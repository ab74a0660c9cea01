/**
 * The entrypoint as a process: what it says, what it refuses, and how it goes.
 */
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { get } from "node:https"
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TLSSocket } from "node:tls"
import { encodeClientFrame } from "../../src/protocol/ClientFrame.ts"
import { createRoom, enter } from "../support/ProcessRoom.ts"
import { startRelay } from "../support/RelayProcess.ts"
import * as SelfSignedCertificate from "../support/SelfSignedCertificate.ts"

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the entrypoint to its end. */
const run = async (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): Promise<Ended> => {
  const child = spawn(process.execPath, ["src/main.ts", ...args], { env, stdio: ["ignore", "pipe", "pipe"] })
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk) => (stdout += String(chunk)))
  child.stderr.on("data", (chunk) => (stderr += String(chunk)))
  await once(child, "close")
  return { code: child.exitCode, stdout, stderr }
}

const relay = Effect.acquireRelease(
  Effect.promise(() => startRelay()),
  (process) => Effect.promise(() => process.stop())
)

const files = mkdtempSync(join(tmpdir(), "pug-main-"))
afterAll(() => rmSync(files, { recursive: true }))

const fileOf = (name: string, content: string): string => {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

/** A client that has shaken hands and then never answers anything. */
const openDeafClient = (url: string, firstMessage?: string) =>
  Effect.acquireRelease(
    Effect.promise(async (): Promise<Socket> => {
      const socket = connectTcp(Number(new URL(url).port), "localhost").setEncoding("latin1")
      socket.on("error", () => undefined)
      const key = randomBytes(16).toString("base64")
      socket.write(
        `GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: pug.v1\r\n\r\n`
      )
      await once(socket, "data")
      // What comes from here on waits until somebody takes it.
      socket.pause()
      if (firstMessage !== undefined) socket.write(textFrame(firstMessage))
      return socket
    }),
    (socket) => Effect.sync(() => socket.destroy())
  )

/** A masked text frame below 64 KiB; a mask of zeros leaves the text as it is. */
const textFrame = (text: string): Buffer => {
  const header = Buffer.alloc(8)
  header.writeUInt16BE(0x81fe, 0)
  header.writeUInt16BE(Buffer.byteLength(text), 2)
  return Buffer.concat([header, Buffer.from(text)])
}

describe("the entrypoint", { timeout: 30_000 }, () => {
  it("says its version and nothing else", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string }

    assert.deepStrictEqual(await run(["--version"]), { code: 0, stdout: `${version}\n`, stderr: "" })
  })

  it("helps with every flag and its variable", async () => {
    const { code, stdout, stderr } = await run(["--help"])

    assert.strictEqual(code, 0)
    assert.strictEqual(stderr, "")
    for (const name of ["--port", "PUG_PORT", "--tls-cert", "PUG_MAX_TTL", "--version"]) assert.include(stdout, name)
  })

  it.live("says one line when it is ready, and goes with exit code 0", () =>
    Effect.gen(function* () {
      const process = yield* relay
      const { code } = yield* Effect.promise(() => process.stop())

      assert.match(process.output(), /^Pug Network \d+\.\d+\.\d+\S* is ready at http:\/\/localhost:\d+\n$/)
      assert.strictEqual(code, 0)
    })
  )

  it.live("also goes with exit code 0 on an interrupt from the keyboard", () =>
    Effect.gen(function* () {
      const process = yield* relay
      process.child.kill("SIGINT")
      const { code } = yield* Effect.promise(() => process.stop())

      assert.strictEqual(code, 0)
    })
  )
})

describe("bad settings", { timeout: 30_000 }, () => {
  const refusal = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
    run(args, env).then(({ code, stdout, stderr }) => {
      assert.strictEqual(code, 1)
      assert.strictEqual(stdout, "")
      assert.match(stderr, /^pug-network: [^\n]+\n$/, "one line")
      return stderr
    })

  it("stop the start with a line that names the setting and what was expected", async () => {
    assert.strictEqual(
      await refusal([], { PUG_PORT: "abc" }),
      "pug-network: PUG_PORT (--port): expected a whole number from 0 to 65535\n"
    )
    assert.strictEqual(
      await refusal(["--pow-bits", "17"]),
      "pug-network: PUG_POW_BITS (--pow-bits): expected a whole number from 18 to 26\n"
    )
    assert.include(await refusal([], { PUG_PORT: "0", PUG_PUBLIC_URL: "" }), "PUG_PUBLIC_URL")
  })

  it("are not covered by a good flag for another setting, and a flag wins over its variable", async () => {
    assert.include(await refusal(["--port", "0"], { PUG_WAIT: "never" }), "PUG_WAIT")
    assert.include(await refusal(["--port", "x"], { PUG_PORT: "0" }), "PUG_PORT")
  })

  it("are refused also where nobody would have read them: an unknown variable, an unknown flag", async () => {
    assert.strictEqual(
      await refusal([], { PUG_PROT: "3000" }),
      "pug-network: PUG_PROT is no setting of the relay (see --help)\n"
    )
    assert.include(await refusal(["--prot", "3000"]), "--prot")
  })

  it("name a port that is taken", async () => {
    const server = createServer().listen(0)
    await once(server, "listening")
    const { port } = server.address() as AddressInfo

    assert.include(await refusal(["--port", String(port)]), String(port))
    server.close()
  })

  it("name a certificate that is missing, empty, alone, no certificate, or not of its key", async () => {
    const { cert, key } = SelfSignedCertificate.make()
    const certFile = fileOf("cert.pem", cert)
    const keyFile = fileOf("key.pem", key)
    const otherKey = fileOf("other-key.pem", SelfSignedCertificate.make().key)
    const garbage = fileOf("garbage.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    const refused = (PUG_TLS_CERT: string, PUG_TLS_KEY?: string) =>
      refusal(["--port", "0"], { PUG_TLS_CERT, ...(PUG_TLS_KEY === undefined ? {} : { PUG_TLS_KEY }) })

    assert.include(await refused(join(files, "nowhere.pem"), keyFile), "PUG_TLS_CERT (--tls-cert)")
    assert.include(await refused("", keyFile), "PUG_TLS_CERT (--tls-cert)")
    assert.include(await refused("", ""), "PUG_TLS_CERT (--tls-cert)")
    assert.include(await refused(certFile), "PUG_TLS_")
    assert.include(await refused(garbage, keyFile), "PUG_TLS_CERT (--tls-cert)")
    assert.include(await refused(certFile, otherKey), "PUG_TLS_KEY (--tls-key)")
  })
})

describe("with a certificate", { timeout: 30_000 }, () => {
  it.live("it speaks HTTPS and says so", () =>
    Effect.gen(function* () {
      const { cert, key } = SelfSignedCertificate.make()
      const settings = { PUG_TLS_CERT: fileOf("tls-cert.pem", cert), PUG_TLS_KEY: fileOf("tls-key.pem", key) }
      const process = yield* Effect.acquireRelease(
        Effect.promise(() => startRelay(settings)),
        (started) => Effect.promise(() => started.stop())
      )

      const { status, presented } = yield* Effect.promise(
        () =>
          new Promise<{ status: number | undefined; presented: string }>((resolve, reject) => {
            const options = { rejectUnauthorized: false, agent: false } as const
            get(`${process.url}/healthz`, options, (response) => {
              // The socket of an HTTPS request.
              const socket = response.socket as TLSSocket
              resolve({ status: response.statusCode, presented: socket.getPeerX509Certificate()?.toString() ?? "" })
              response.resume()
            }).on("error", reject)
          })
      )

      assert.match(process.url, /^https:\/\/localhost:\d+$/)
      assert.strictEqual(status, 200)
      assert.strictEqual(presented, cert)
    })
  )
})

describe("SIGTERM", { timeout: 30_000 }, () => {
  it.live("tells the members, closes with going-away, and ends within 3 s beside a client that answers nothing", () =>
    Effect.gen(function* () {
      const process = yield* relay
      const { roomId, secrets } = yield* createRoom(process.url, 5)
      const members = [
        yield* enter(process.url, secrets.creatorJoin(roomId)),
        yield* enter(process.url, secrets.guestJoin(roomId))
      ]
      yield* openDeafClient(process.url)
      yield* openDeafClient(process.url, encodeClientFrame(secrets.guestJoin(roomId)))
      for (const member of members.slice(0, 1)) yield* member.nextOf("MemberJoined")

      const { code, millis } = yield* Effect.promise(() => process.stop())

      for (const member of members) {
        assert.strictEqual((yield* member.nextOf("RoomEnded")).reason, "going-away")
        assert.deepStrictEqual(yield* member.closed, { code: 1001, reason: "going-away" })
      }
      assert.strictEqual(code, 0)
      assert.isBelow(millis, 3_000)
      assert.lengthOf(process.output().trim().split("\n"), 1, "nothing but the line of its start")
    })
  )

  it.live("ends at once when all are polite", () =>
    Effect.gen(function* () {
      const process = yield* relay
      const { roomId, secrets } = yield* createRoom(process.url, 5)
      const member = yield* enter(process.url, secrets.creatorJoin(roomId))

      const { code, millis } = yield* Effect.promise(() => process.stop())

      assert.strictEqual((yield* member.closed).code, 1001)
      assert.strictEqual(code, 0)
      assert.isBelow(millis, 1_500)
    })
  )
})

describe("a member of a room of two that has fallen into a black hole", { timeout: 30_000 }, () => {
  it.live("is back at once by `replaces`", () =>
    Effect.gen(function* () {
      const process = yield* relay
      const { roomId, secrets } = yield* createRoom(process.url, 2)
      const creator = yield* enter(process.url, secrets.creatorJoin(roomId))
      const socket = yield* openDeafClient(process.url, encodeClientFrame(secrets.guestJoin(roomId)))
      yield* creator.nextOf("MemberJoined")
      const heard = yield* Effect.callback<string>((resume) => {
        socket.once("data", (chunk) => resume(Effect.succeed(String(chunk))))
        socket.resume()
      })
      socket.pause()
      const [, token = ""] = /"replaceToken":"([^"]+)"/.exec(heard) ?? []
      const startedAt = performance.now()

      const replaces = token as typeof creator.joined.replaceToken
      const back = yield* enter(process.url, { ...secrets.guestJoin(roomId), replaces })
      yield* back.sendRaw(Uint8Array.of(1))

      assert.deepEqual((yield* creator.nextOf("Delivered")).payload, Uint8Array.of(1))
      assert.isBelow(performance.now() - startedAt, 5_000)
    })
  )
})
