import { afterAll, assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Redacted } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as EnvClusterConfig from "../../src/layers/EnvClusterConfig.ts"

const directory = mkdtempSync(join(tmpdir(), "pug-cluster-"))
afterAll(() => rmSync(directory, { recursive: true }))

const file = (name: string, content: string): string => {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

const secret = file("secret", `${"A".repeat(42)}E\n`)
const files = {
  PUG_CLUSTER_CA: file("ca.pem", "-----BEGIN CERTIFICATE-----"),
  PUG_CLUSTER_CERT: file("cert.pem", "-----BEGIN CERTIFICATE-----"),
  PUG_CLUSTER_KEY: file("key.pem", "-----BEGIN PRIVATE KEY-----"),
  PUG_CLUSTER_NKEY: file("nkey", "SUTHISISASEED\n")
}
const servers = { PUG_CLUSTER_SERVERS: "tls://nats-1.example.org:4222, nats://127.0.0.1:4223" }
const whole = { ...servers, ...files, PUG_CLUSTER_SECRET: secret, PUG_CLUSTER_SLOT: "7" }

const from = (environment: Readonly<Record<string, string>>) =>
  Effect.provide(
    EnvClusterConfig.read,
    ConfigProvider.layer(ConfigProvider.fromUnknown(environment, { preserveEmptyStrings: true }))
  )

describe("the settings of a cluster", () => {
  it.effect("are none for a relay of one process", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* from({}))
    })
  )

  it.effect("are read whole", () =>
    Effect.gen(function* () {
      const read = yield* from(whole)

      assert.isDefined(read)
      const { nkeySeed, ...bus } = read.bus
      assert.deepStrictEqual(bus, {
        servers: ["tls://nats-1.example.org:4222", "nats://127.0.0.1:4223"],
        slot: 7,
        tls: { ca: files.PUG_CLUSTER_CA, cert: files.PUG_CLUSTER_CERT, key: files.PUG_CLUSTER_KEY },
        allowsInsecure: false
      })
      assert.strictEqual(nkeySeed && Redacted.value(nkeySeed), "SUTHISISASEED")
      assert.deepStrictEqual(Redacted.value(read.secret), Uint8Array.of(...Array<number>(31).fill(0), 1))
      assert.notInclude(JSON.stringify(read), "SEED")
    })
  )

  const wrong: ReadonlyArray<readonly [what: string, environment: Readonly<Record<string, string>>, line: string]> = [
    ["no servers", { PUG_CLUSTER_SLOT: "7" }, "PUG_CLUSTER_SERVERS"],
    [
      "a server with a password",
      { ...whole, PUG_CLUSTER_SERVERS: "tls://a:b@nats.example.org" },
      "PUG_CLUSTER_SERVERS"
    ],
    ["a server of another kind", { ...whole, PUG_CLUSTER_SERVERS: "https://nats.example.org" }, "PUG_CLUSTER_SERVERS"],
    ["an empty list of servers", { ...whole, PUG_CLUSTER_SERVERS: "" }, "PUG_CLUSTER_SERVERS"],
    ["a slot past the last", { ...whole, PUG_CLUSTER_SLOT: "65536" }, "PUG_CLUSTER_SLOT"],
    ["no secret", { ...servers, ...files }, "PUG_CLUSTER_SECRET"],
    ["a short secret", { ...whole, PUG_CLUSTER_SECRET: file("short", "A".repeat(41)) }, "PUG_CLUSTER_SECRET"],
    ["a secret that is not there", { ...whole, PUG_CLUSTER_SECRET: join(directory, "nowhere") }, "PUG_CLUSTER_SECRET"],
    ["a certificate without authority", { ...whole, PUG_CLUSTER_CA: "" }, "PUG_CLUSTER_CA"],
    ["an authority that is not there", { ...whole, PUG_CLUSTER_CA: join(directory, "nowhere") }, "PUG_CLUSTER_CA"],
    ["an nkey that is not there", { ...whole, PUG_CLUSTER_NKEY: join(directory, "nowhere") }, "PUG_CLUSTER_NKEY"],
    ["another word than yes", { ...whole, PUG_CLUSTER_INSECURE: "1" }, "PUG_CLUSTER_INSECURE"]
  ]

  it.effect.each(wrong)("refuse %s", ([, environment, line]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(from(environment))

      assert.strictEqual(error.name, line)
    })
  )

  it.effect("refuse two thirds of TLS, by the name of the third", () =>
    Effect.gen(function* () {
      const { PUG_CLUSTER_KEY: _, ...rest } = whole

      assert.strictEqual((yield* Effect.flip(from(rest))).name, "PUG_CLUSTER_KEY")
    })
  )
})
