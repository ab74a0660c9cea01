/**
 * The relay that a contract test runs against: the same services and rules, over connections in memory or real sockets.
 */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Context, Effect, Layer, type Scope } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import type { Transport } from "../../../src/client/services/Transport.ts"
import * as WebSocketTransport from "../../../src/client/layers/WebSocketTransport.ts"
import {
  type Admission,
  type Challenges,
  Gateway,
  InMemoryAdmission,
  JoinPolicy,
  PolicyRefused,
  Relay,
  RelayConfig,
  SignedChallenges
} from "../../../src/index.ts"
import { defaultSettings, type RelaySettings } from "../../../src/services/RelayConfig.ts"
import type { RoomRegistry } from "../../../src/services/RoomRegistry.ts"
import { InMemoryTransport } from "../../../src/testing.ts"

/** Where to connect to: means nothing in memory. */
export class RelayAddress extends Context.Service<RelayAddress, string>()(
  "pug-network/test/layers/contract/RelayUnderTest/RelayAddress"
) {}

export type Services = RoomRegistry | Gateway | Admission | Challenges | Transport | RelayAddress

export interface Setup {
  readonly settings?: Partial<RelaySettings>
  /** By name where it may be asked for in another process. */
  readonly joinPolicy?: PolicyName | Policy
}

const policies = {
  "members-only": () => Effect.fail(new PolicyRefused({ name: "members-only" })),
  "never-answers": () => Effect.never
} satisfies Record<string, Policy>

type Policy = (typeof JoinPolicy)["Service"]
export type PolicyName = keyof typeof policies

/** States one behaviour, by a test over a relay of its own. */
export type Fact = (
  title: string,
  self: () => Effect.Effect<unknown, unknown, Services | Scope.Scope>,
  setup?: Setup
) => void

/** Makes a relay of its own for each test. */
export type MakeRelay = (setup?: Setup) => Layer.Layer<Services, unknown>

export const withSetup = ({ settings = {}, joinPolicy }: Setup): Layer.Layer<never> =>
  Layer.merge(
    Layer.succeed(RelayConfig, { ...defaultSettings, ...settings }),
    joinPolicy === undefined
      ? Layer.empty
      : Layer.succeed(JoinPolicy, typeof joinPolicy === "string" ? policies[joinPolicy] : joinPolicy)
  )

export const inMemory: MakeRelay = (setup = {}) =>
  Layer.merge(InMemoryTransport.layer(), Layer.succeed(RelayAddress, "ws://in-memory/ws")).pipe(
    Layer.provideMerge(Relay.layerServices),
    Layer.provideMerge([SignedChallenges.layer, InMemoryAdmission.layer]),
    Layer.provide(withSetup(setup)),
    Layer.fresh
  )

/** Released last to first: members are told before the server goes, as in src/main.ts. */
const drained = Layer.effectDiscard(
  Effect.gen(function* () {
    const gateway = yield* Gateway
    yield* Effect.addFinalizer(() => gateway.drain)
  })
)

export const address = Layer.effect(
  RelayAddress,
  Effect.map(HttpServer.HttpServer, ({ address }) => `ws://localhost:${"port" in address ? address.port : 0}/ws`)
)

export const overSockets: MakeRelay = (setup = {}) =>
  Layer.mergeAll(WebSocketTransport.layer, drained).pipe(
    Layer.provideMerge(
      HttpRouter.serve(Relay.layerRoutes(), { disableLogger: true, disableListenLog: true }).pipe(
        Layer.provideMerge(Relay.layerServices),
        Layer.provideMerge([SignedChallenges.layer, InMemoryAdmission.layer]),
        Layer.provideMerge(address)
      )
    ),
    Layer.provide(NodeHttpServer.layer(createServer, { port: 0, disablePreemptiveShutdown: true })),
    Layer.provide(withSetup(setup)),
    Layer.fresh
  )
