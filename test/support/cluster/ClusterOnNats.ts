/**
 * A cluster as an operator runs it, on this machine: nats-server, and relays that are the program itself, each a process.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { randomBytes } from "node:crypto"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { createRoom, enter } from "../ProcessRoom.ts"
import { type RelayProcess, startRelay } from "../RelayProcess.ts"

/** A file with the secret of all nodes, for as long as the scope. */
const secretFile = Effect.acquireRelease(
  Effect.sync(() => {
    const directory = mkdtempSync(join(tmpdir(), "pug-cluster-"))
    const path = join(directory, "secret")
    writeFileSync(path, randomBytes(32).toString("base64url"))
    return { directory, path }
  }),
  ({ directory }) => Effect.sync(() => rmSync(directory, { recursive: true }))
)

/** Of the servers at these ports; whoever asks for a node gets a new process. */
export const clusterAt = Effect.fnUntraced(function* (...ports: ReadonlyArray<number>) {
  const { path } = yield* secretFile
  return (slot: number, more: Readonly<Record<string, string>> = {}) =>
    Effect.acquireRelease(
      Effect.promise(() =>
        startRelay({
          PUG_CLUSTER_SERVERS: ports.map((port) => `nats://127.0.0.1:${port}`).join(","),
          PUG_CLUSTER_SECRET: path,
          PUG_CLUSTER_SLOT: String(slot),
          PUG_CLUSTER_INSECURE: "yes",
          ...more
        })
      ),
      ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
    )
})

/** A room that `owner` has made, its creator there and a guest who came in at `edge`. */
export const roomOf = Effect.fnUntraced(function* (owner: RelayProcess, edge: RelayProcess) {
  const { roomId, secrets } = yield* createRoom(owner.url, 5)
  const guestAt = ({ url }: RelayProcess) => enter(url, secrets.guestJoin(roomId))
  const creator = yield* enter(owner.url, secrets.creatorJoin(roomId))
  const guest = yield* guestAt(edge)
  yield* creator.nextOf("MemberJoined")
  return { creator, guest, guestAt }
})
