/**
 * `pug-network cluster init`: its arguments, and what it writes. That a nats-server takes it is in natsSecurity.test.ts.
 */
import { X509Certificate } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { parse, run } from "../../src/cluster/ClusterCommand.ts"

const inDirectory = <A, E>(use: (directory: string) => Effect.Effect<A, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "pug-init-"))),
    use,
    (path) => Effect.sync(() => rmSync(path, { recursive: true }))
  )

const filesBelow = (directory: string): ReadonlyArray<string> =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe("cluster init", () => {
  it.live("gives every machine its own, readable by its owner alone", () =>
    inDirectory((parent) =>
      Effect.gen(function* () {
        const directory = join(parent, "made")
        yield* run(["init", directory, "--servers", "nats-1.example.org,192.0.2.1,2001:db8::1", "--nodes", "3"])

        const files = filesBelow(directory)
        assert.deepStrictEqual(
          files.filter((file) => (statSync(file).mode & 0o077) !== 0 && !file.endsWith("ca.pem")),
          []
        )
        const read = (...path: ReadonlyArray<string>) => readFileSync(join(directory, ...path), "utf8")
        const slots = ["1", "2", "3"]
        assert.strictEqual(new Set(slots.map((slot) => read("nodes", slot, "nkey"))).size, 3)
        assert.strictEqual(new Set(slots.map((slot) => read("nodes", slot, "key.pem"))).size, 3)
        assert.strictEqual(new Set(slots.map((slot) => read("nodes", slot, "secret"))).size, 1)
        assert.include(read("nodes", "3", "cluster.env"), "PUG_CLUSTER_SLOT=3\n")
        assert.include(read("nodes", "3", "cluster.env"), "tls://192.0.2.1:4222,tls://[2001:db8::1]:4222\n")
        for (const file of files.filter((file) => file.endsWith("nats.conf"))) {
          assert.notMatch(readFileSync(file, "utf8"), /\bSU[A-Z0-9]{50,}|jetstream \{/)
        }
      })
    )
  )

  it.live("makes certificates that its authority has signed, for what a server is called", () =>
    inDirectory((parent) =>
      Effect.gen(function* () {
        const directory = join(parent, "made")
        yield* run(["init", directory, "--servers", "nats-1.example.org,192.0.2.1"])

        const certificate = (...path: ReadonlyArray<string>) =>
          new X509Certificate(readFileSync(join(directory, ...path), "utf8"))
        const authority = certificate("authority", "ca.pem")
        const server = certificate("nats", "nats-1.example.org", "cert.pem")
        const node = certificate("nodes", "1", "cert.pem")

        assert.deepStrictEqual([authority.ca, server.ca, node.ca], [true, false, false])
        assert.isTrue([server, node].every((it) => it.checkIssued(authority) && it.verify(authority.publicKey)))
        assert.strictEqual(server.checkHost("nats-1.example.org"), "nats-1.example.org")
        assert.strictEqual(certificate("nats", "192.0.2.1", "cert.pem").checkIP("192.0.2.1"), "192.0.2.1")
        assert.isUndefined(node.subjectAltName)
      })
    )
  )

  it.live("touches no directory that is there already", () =>
    inDirectory((directory) =>
      Effect.gen(function* () {
        const line = yield* Effect.flip(run(["init", directory, "--servers", "a.example.org"]))

        assert.match(String(line), /^cluster init: .* cannot be made, or is there already$/)
        assert.deepStrictEqual(readdirSync(directory), [])
      })
    )
  )

  const wrong: ReadonlyArray<readonly [line: string, args: ReadonlyArray<string>]> = [
    ["expected init and a directory", []],
    ["expected init and a directory", ["start", "x", "--servers", "a"]],
    ["expected init and a directory", ["init", "--servers", "a"]],
    ["--servers", ["init", "x"]],
    ["--servers", ["init", "x", "--servers", "a,../b"]],
    ["--servers", ["init", "x", "--servers", 'a"']],
    ["--nodes", ["init", "x", "--servers", "a", "--nodes", "0"]],
    ["--nodes", ["init", "x", "--servers", "a", "--nodes", "101"]],
    ["--nats-directory", ["init", "x", "--servers", "a", "--nats-directory", "etc"]],
    ["--node-directory", ["init", "x", "--servers", "a", "--node-directory", '/etc"']],
    ["--nonsense", ["init", "x", "--nonsense"]]
  ]

  it.each(wrong)("names what is wrong: %s, %j", (line, args) => {
    const parsed = parse(args)

    assert.isTrue(Result.isFailure(parsed))
    assert.include(Result.isFailure(parsed) ? parsed.failure : "", line)
  })
})
