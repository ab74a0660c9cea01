/**
 * A certificate that is renewed while the relay runs: seen through symbolic links, refused while it is no pair.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { connect } from "node:tls"
import { tlsReloadMillis } from "../../src/protocol/Limits.ts"
import { layer, Port } from "../support/ListeningRelay.ts"
import * as LogRecorder from "../support/LogRecorder.ts"
import * as SelfSignedCertificate from "../support/SelfSignedCertificate.ts"

const open = (port: number) =>
  Effect.promise(async () => {
    const socket = connect({ port, host: "localhost", rejectUnauthorized: false })
    await once(socket, "secureConnect")
    return socket
  })

/** The certificate that a new connection is shown. */
const shown = (port: number) =>
  Effect.map(open(port), (socket) => {
    const certificate = socket.getPeerX509Certificate()?.toString()
    socket.destroy()
    return certificate
  })

/** Lets the relay look at its files until `hasSeen`; files are read in real time. */
const looks = <A>(hasSeen: Effect.Effect<boolean, A>) =>
  Effect.gen(function* () {
    for (let tries = 0; tries < 100; tries++) {
      yield* TestClock.adjust(tlsReloadMillis)
      if (yield* hasSeen) return
    }
    assert.fail("the files were not looked at")
  })

const folders = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "pug-tls-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
)

describe("the certificate's files", () => {
  it.effect("are read again when they change, a bad pair is told once, and no connection is closed", () =>
    Effect.gen(function* () {
      const folder = yield* folders
      /** As certbot and Kubernetes do it: a folder of its own for each pair, and one link that is turned. */
      const turnTo = (name: string, { cert, key }: ReturnType<typeof SelfSignedCertificate.make>) => {
        mkdirSync(join(folder, name))
        writeFileSync(join(folder, name, "cert.pem"), cert)
        writeFileSync(join(folder, name, "key.pem"), key)
        symlinkSync(name, join(folder, "next"))
        renameSync(join(folder, "next"), join(folder, "live"))
      }
      const [first, second, third] = [1, 2, 3].map(() => SelfSignedCertificate.make())
      if (first === undefined || second === undefined || third === undefined) return assert.fail()
      turnTo("first", first)
      const settings = { PUG_TLS_CERT: join(folder, "live/cert.pem"), PUG_TLS_KEY: join(folder, "live/key.pem") }

      yield* Effect.gen(function* () {
        const port = yield* Port
        const lines = yield* LogRecorder.LogLines
        const toldOfKey = () => lines.filter((line) => line.includes("PUG_TLS_KEY"))
        assert.strictEqual(yield* shown(port), first.cert)
        const old = yield* open(port)

        turnTo("torn", { cert: second.cert, key: third.key })
        yield* looks(Effect.map(shown(port), () => toldOfKey().length > 0))
        for (let i = 0; i < 5; i++) yield* Effect.andThen(TestClock.adjust(tlsReloadMillis), shown(port))
        assert.lengthOf(toldOfKey(), 1)
        assert.strictEqual(yield* shown(port), first.cert)

        turnTo("second", second)
        yield* looks(Effect.map(shown(port), (cert) => cert === second.cert))

        old.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        const [answer] = yield* Effect.promise(() => once(old, "data"))
        assert.match(String(answer), /^HTTP\/1\.1 200 /)
        old.destroy()
      }).pipe(Effect.provide(Layer.provideMerge(layer(settings), LogRecorder.layer)))
    })
  )
})
