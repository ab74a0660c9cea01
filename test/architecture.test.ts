/**
 * Holds the source to docs/ARCHITECTURE.md: who imports whom, who may name the clock, the console or the process, how
 * long a file may be. Every exception stands here, by file name and with its reason.
 */
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { posix } from "node:path"
import { sourceFacts } from "./support/SourceFacts.ts"

/** Area of the source -> areas that it may import, besides itself. Data goes down, never back up. */
const mayImport: Readonly<Record<string, ReadonlyArray<string>>> = {
  protocol: [],
  domain: ["protocol"],
  services: ["protocol", "domain"],
  layers: ["protocol", "domain", "services"],
  index: ["protocol", "services", "layers"],
  // The in-memory relay hands its clients a transport, so it alone knows the client's services.
  testing: ["protocol", "services", "layers", "index", "client/services"],
  // Compares what arrives with what the relay sends; it knows no service, for it looks from outside.
  doctor: ["protocol", "domain", "layers"],
  // Writes what the settings of a node and the subjects of the bus ask for.
  cluster: ["protocol", "domain"],
  main: ["protocol", "services", "layers", "index", "doctor", "cluster"],
  client: ["protocol", "client/services"],
  "client/services": ["protocol", "client"]
}

/** The files that may import Node, `ws` or Effect's Node platform, and what for. */
const nodeFiles: Readonly<Record<string, string>> = {
  "src/main.ts": "runs on Node",
  "src/cluster/Authority.ts": "runs openssl",
  "src/cluster/ClusterCommand.ts": "parseArgs, and the files that it writes",
  "src/doctor/DoctorCommand.ts": "parseArgs",
  "src/doctor/HttpProbe.ts": "sees what a browser's fetch hides: redirects, repeated headers, packed bodies",
  "src/doctor/SocketProbe.ts": "chooses the Origin, which a browser does not let one choose; WebSockets within HTTP/2",
  "src/doctor/TlsProbe.ts": "looks at a certificate that it does not trust",
  "src/layers/SharedReadBuffer.ts": "reads TCP sockets into one buffer",
  "src/layers/DirectFrames.ts": "reads the TCP socket of a WebSocket",
  "src/layers/HeapMemoryBudget.ts": "asks for the heap limit",
  "src/layers/InMemoryAdmission.ts": "HMAC of addresses within one tick",
  "src/layers/ChallengeToken.ts": "HMAC and digests within one tick, where WebCrypto is asynchronous",
  "src/layers/RoomVerifiers.ts": "random bytes before any fiber runs",
  "src/layers/Verifiers.ts": "digests and comparison in constant time within one tick",
  "src/layers/CommandLine.ts": "parseArgs",
  "src/layers/OperatorListener.ts": "owns the HTTP server of the operator",
  "src/layers/OperatorRoutes.ts": "tells addresses from names",
  "src/layers/ProcessMetrics.ts": "event-loop lag and memory of the process",
  "src/layers/EnvClusterConfig.ts": "the files of a cluster's credentials",
  "src/layers/HardenedServer.ts": "makes the HTTP server of the entrypoint",
  "src/layers/NatsConnection.ts": "the names in a server's certificate",
  "src/layers/NodeListener.ts": "listens with it",
  "src/layers/OnionListener.ts": "listens for a tor daemon",
  "src/layers/OpenSockets.ts": "ends the sockets of a server",
  "src/layers/SocketBounds.ts": "counts the sockets of a server",
  "src/layers/RequestShape.ts": "the head of a request as Node has read it",
  "src/layers/TlsFiles.ts": "certificate and key",
  "src/layers/cluster/OwnerNames.ts": "one AES block within one tick",
  "src/layers/cluster/SharedSecret.ts": "HKDF before any fiber runs",
  "src/layers/UpgradedRequest.ts": "ends the raw answer that nobody sends",
  "src/layers/WebSocketConnection.ts": "one socket of `ws`, with TLS or without",
  "src/layers/WebSocketRoute.ts": "takes the raw request for `ws`"
}

/** Named edges: what a file may use that others may not. */
const edges: Readonly<Record<string, ReadonlyArray<string>>> = {
  // One flush at the end of an event-loop turn: a fiber per turn would cost more than the flush.
  "src/layers/TurnPump.ts": ["setImmediate"],
  // The turn after the handshake, when the server has attached what is to be taken off: no fiber runs there any more.
  "src/layers/UpgradedRequest.ts": ["setImmediate"],
  // The one file that logs: whole lines that stand in it.
  "src/layers/RelayLog.ts": ["Effect.log"],
  // The way back into a room, for who asks for it: the one thing that is ever stored.
  "src/client/KeptRoom.ts": ["sessionStorage"],
  // The console of the person whose browser it is.
  "src/client/controllers/CreateController.ts": ["Effect.log"],
  "src/client/controllers/RoomController.ts": ["Effect.log"],
  // Faults that nobody has caught, and the end of the process.
  "src/layers/ProcessFaults.ts": ["process"],
  // The signals that end the program.
  "src/layers/Farewell.ts": ["process"],
  // Arguments, and the names of what the environment sets.
  "src/main.ts": ["process"]
}

const files = globSync("src/**/*.ts").toSorted()

/** What breaks the rules in one file, as readable lines. */
const violations = (file: string, text: string): ReadonlyArray<string> =>
  sourceFacts(text).flatMap(({ kind, line, name }) => {
    const isAllowed = kind === "import" ? isImportAllowed(file, name) : (edges[file] ?? []).includes(name)
    return isAllowed ? [] : [`${file}:${line} ${kind === "import" ? "imports" : "uses"} ${name}`]
  })

const isImportAllowed = (file: string, name: string): boolean => {
  if (/^(node:|ws$|@effect\/platform-node)/.test(name)) return file in nodeFiles
  if (/^lit($|\/)/.test(name)) return file.startsWith("src/client/")
  // The client of the bus: three files know it, and load it when it is asked for.
  if (name === "@nats-io/transport-node") {
    return /^src\/(layers\/Nats(ClusterBus|Connection)|cluster\/ClusterCommand)\.ts$/.test(file)
  }
  if (name === "lean-qr") return file === "src/client/elements/pug-invite.ts"
  if (/^effect($|\/)/.test(name)) return true
  if (!name.startsWith(".")) return false
  const from = areaOf(file)
  const to = areaOf(posix.join(posix.dirname(file), name))
  return from === to || (mayImport[from] ?? []).includes(to)
}

const areaOf = (file: string): string =>
  file.startsWith("src/client/services/")
    ? "client/services"
    : (/^src\/([a-z]+)/.exec(file)?.[1] ?? `outside src: ${file}`)

describe("architecture", () => {
  it("keeps every import and every global where it belongs", () => {
    assert.isAbove(files.length, 20)

    const found = files.flatMap((file) => violations(file, readFileSync(file, "utf8")))

    assert.deepStrictEqual(found, [])
  })

  it("keeps server files short", () => {
    const lengths = files
      .filter((file) => !file.startsWith("src/client/"))
      .map((file) => ({ file, lines: readFileSync(file, "utf8").trimEnd().split("\n").length }))
      .toSorted((a, b) => a.lines - b.lines)

    assert.isAtMost(lengths[Math.floor(lengths.length / 2)]?.lines ?? Infinity, 120, "median")
    assert.deepStrictEqual(
      lengths.filter(({ lines }) => lines > 400),
      []
    )
  })

  it("names no exception that is not needed", () => {
    const used = (file: string, isUse: (name: string) => boolean) =>
      sourceFacts(readFileSync(file, "utf8")).some(({ name }) => isUse(name))

    const idle = [
      ...Object.keys(nodeFiles).filter(
        (file) => !used(file, (name) => /^(node:|ws$|@effect\/platform-node)/.test(name))
      ),
      ...Object.entries(edges).flatMap(([file, names]) =>
        names.filter((name) => !used(file, (other) => other === name)).map((name) => `${file} ${name}`)
      )
    ]

    assert.deepStrictEqual(idle, [])
  })
})

describe("the architecture test itself", () => {
  const planted: ReadonlyArray<readonly [string, string]> = [
    ["src/protocol/A.ts", `import { Room } from "../domain/Room.ts"`],
    ["src/domain/A.ts", `import type { Gateway } from "../services/Gateway.ts"`],
    ["src/services/A.ts", `export * from "../layers/Relay.ts"`],
    ["src/layers/A.ts", `type Key = import("../client/RoomLink.ts").RoomLink`],
    ["src/layers/A.ts", `import("../index.ts")`],
    ["src/index.ts", `import "./client/services/RoomClient.ts"`],
    ["src/testing.ts", `import { RoomLink } from "./client/RoomLink.ts"`],
    ["src/client/A.ts", `import { Room } from "../domain/Room.ts"`],
    ["src/client/A.ts", `new Worker(new URL("../layers/Pow.ts", import.meta.url))`],
    ["src/client/A.ts", `import { layer } from "../../test/support/Relay.ts"`],
    ["src/domain/A.ts", `import { createHash } from "node:crypto"`],
    ["src/services/A.ts", `import { html } from "lit"`],
    ["src/services/A.ts", `import express from "express"`],
    ["src/layers/A.ts", `const now = Date.now()`],
    ["src/layers/A.ts", `const now = new Date()`],
    ["src/layers/A.ts", `const dice = () => Math.random()`],
    ["src/layers/A.ts", `globalThis.setTimeout(() => {}, 1)`],
    ["src/layers/A.ts", `const { env } = process`],
    ["src/layers/A.ts", `const bag = { console }`],
    ["src/layers/A.ts", `Effect.logError("a room failed", cause)`],
    ["src/layers/A.ts", `Effect.tapCause(self, Effect.log)`],
    ["src/client/A.ts", `localStorage.setItem("k", key)`],
    ["src/client/A.ts", `element.innerHTML = text`],
    ["src/layers/A.ts", `const parse = (text: string): any => JSON.parse(text)`],
    ["src/layers/A.ts", `const first = items[0]!`]
  ]

  it.each(planted)("finds what is planted in %s: %s", (file, text) => {
    assert.lengthOf(violations(file, text), 1)
  })

  it("does not take words in comments, strings and property names for uses", () => {
    const text = `// console.log(process.env)\nconst o = { process: "Date.now()", console: 1 }\no.process\no.console`

    assert.deepStrictEqual(violations("src/layers/A.ts", text), [])
  })
})

describe("the tests", () => {
  it("are all run: none is skipped, singled out or left for later", () => {
    const leftOut = globSync("test/**/*.test.ts", { exclude: ["**/node_modules/**"] }).filter((file) =>
      /\b(it|test|describe)(\.\w+)*\.(skip|skipIf|runIf|only|todo|fails)\b/.test(readFileSync(file, "utf8"))
    )

    assert.deepStrictEqual(leftOut, [])
  })
})
