/**
 * Looks at the bus of a cluster as one of its nodes meets it, under that node's own settings: each NATS server by itself,
 * and what the node's key may do there. Nothing that it says on the bus is for anybody.
 */
import { Clock, Effect } from "effect"
import * as BusSubjects from "../domain/BusSubjects.ts"
import { maxSlot } from "../domain/NodeAddress.ts"
import * as EnvClusterConfig from "../layers/EnvClusterConfig.ts"
import type { NatsBusSettings } from "../layers/NatsClusterBus.ts"
import * as Nats from "../layers/NatsConnection.ts"
import { type Finding, failure, ok, warning } from "./Finding.ts"

type NatsConnection = Effect.Success<ReturnType<typeof Nats.connect>>

/** Fails with a line for people if the settings are not those of a cluster. */
export const examineCluster = Effect.fn("Doctor.examineCluster")(function* () {
  const cluster = yield* Effect.mapError(EnvClusterConfig.read, ({ message }) => message)
  if (cluster === undefined) return yield* Effect.fail("doctor cluster: PUG_CLUSTER_SERVERS names no servers")
  const { bus } = cluster
  const found = yield* Effect.forEach(bus.servers, (server) => serverFindings(bus, server))
  return [...keyFindings(bus), ...found.flat()]
})

const keyFindings = ({ allowsInsecure, slot }: NatsBusSettings): ReadonlyArray<Finding> => {
  if (allowsInsecure) {
    return [warning("key", "There is no TLS and no nkey: for a try on this machine. See pug-network cluster init.")]
  }
  if (slot !== undefined) return []
  return [warning("key", "PUG_CLUSTER_SLOT is not set: with one nkey for all nodes, each of them can hear all others.")]
}

const serverFindings = (bus: NatsBusSettings, server: string): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const connection = yield* Effect.acquireRelease(
      Nats.connect({ ...bus, servers: [server] }, "pug-doctor"),
      (connection) => Effect.promise(() => connection.close())
    )
    const startedAt = yield* Clock.currentTimeMillis
    yield* Effect.promise(() => connection.flush())
    const millis = (yield* Clock.currentTimeMillis) - startedAt
    return [
      ok("server", `${server} is one that a node uses, and answers within ${millis} ms.`),
      ...versionFindings(server, connection),
      ...siblingFindings(bus, server, connection),
      ...(bus.slot === undefined || bus.allowsInsecure ? [] : yield* permissionFindings(server, connection, bus.slot))
    ]
  }).pipe(
    Effect.catch(({ advice }) => Effect.succeed([failure("server", `${server}: ${advice}`)])),
    Effect.scoped
  )

const versionFindings = (server: string, { info }: NatsConnection): ReadonlyArray<Finding> =>
  info !== undefined && Nats.isOutdated(info)
    ? [warning("version", `${server} is ${info.version}, which has known holes: update it, one server at a time.`)]
    : []

/** A server tells its clients where the others are. */
const siblingFindings = ({ servers }: NatsBusSettings, server: string, { info }: NatsConnection) => {
  const known = info?.connect_urls?.length ?? 1
  return known < servers.length
    ? [
        warning(
          "routes",
          `${server} knows ${known} of ${servers.length} servers: look at its cluster block, and at 6222.`
        )
      ]
    : []
}

/** What the key of this slot may not do, tried. */
const permissionFindings = Effect.fnUntraced(function* (server: string, connection: NatsConnection, slot: number) {
  const other = slot === maxSlot ? 1 : slot + 1
  const [self, stranger] = [slot, other].map((each) => ({ slot: each, incarnation: 0 })) as [Node, Node]
  const mayListen = yield* isAllowed(connection, () => subscribe(connection, BusSubjects.inbox(self).datagrams))
  const mayOverhear = yield* isAllowed(connection, () => subscribe(connection, BusSubjects.inbox(stranger).datagrams))
  const mayPose = yield* isAllowed(connection, () =>
    connection.publish(BusSubjects.datagramSubject(stranger, self), new Uint8Array(1))
  )
  const findings: Array<Finding> = []
  if (!mayListen) findings.push(failure("key", `${server}: the nkey is not that of slot ${slot} (PUG_CLUSTER_SLOT).`))
  if (mayOverhear) {
    findings.push(failure("key", `${server}: the nkey can hear what slot ${other} is told: give it its permissions.`))
  }
  if (mayPose) findings.push(failure("key", `${server}: the nkey can speak as slot ${other}: give it its permissions.`))
  if (findings.length > 0) return findings
  return [ok("key", `${server} lets the nkey speak and listen as slot ${slot}, and as nobody else.`)]
})

type Node = { readonly slot: number; readonly incarnation: number }

const subscribe = (connection: NatsConnection, subject: string) =>
  void connection.subscribe(subject, { callback: () => {} })

/** By the second answer the server has told what it refuses of this. */
const isAllowed = (connection: NatsConnection, act: () => void): Effect.Effect<boolean> =>
  Effect.promise(async () => {
    const statuses = connection.status()[Symbol.asyncIterator]()
    const refused = statuses.next().then(({ value }) => value?.type !== "error")
    act()
    const answered = connection.flush().then(() => connection.flush())
    return Promise.race([refused, answered.then(() => true)])
  })
