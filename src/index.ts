/**
 * Pug Network as a library: the relay's layers, its services and its protocol.
 *
 * `Relay.layer()` is the whole relay for a host's HttpRouter; the services stay replaceable by layers of one's own. The
 * headless client is `pug-network/client`, the element `pug-network/element`, the in-memory relay `pug-network/testing`.
 */
export * as EnvRelayConfig from "./layers/EnvRelayConfig.ts"
export * as FreeChallenges from "./layers/FreeChallenges.ts"
export * as InMemoryRoomRegistry from "./layers/InMemoryRoomRegistry.ts"
export * as MemoryConnection from "./layers/MemoryConnection.ts"
export * as RandomRoomIds from "./layers/RandomRoomIds.ts"
export * as Relay from "./layers/Relay.ts"
export * as RoomGateway from "./layers/RoomGateway.ts"
export * as SignedChallenges from "./layers/SignedChallenges.ts"
export * as TickDeadlines from "./layers/TickDeadlines.ts"
export * from "./protocol/ClientFrame.ts"
export * from "./protocol/CloseCodes.ts"
export * from "./protocol/Identifiers.ts"
export * as Limits from "./protocol/Limits.ts"
export * from "./protocol/MessageHeader.ts"
export * from "./protocol/ProofOfWork.ts"
export { RelayApi } from "./protocol/RelayApi.ts"
export * from "./protocol/RoomApi.ts"
export * from "./protocol/ServerFrame.ts"
export * as WebSocketFrame from "./protocol/WebSocketFrame.ts"
export * from "./services/Challenges.ts"
export * from "./services/Connection.ts"
export * from "./services/Deadlines.ts"
export * from "./services/Gateway.ts"
export * from "./services/Outlet.ts"
export * from "./services/Policies.ts"
export * from "./services/RelayConfig.ts"
export * from "./services/RoomIds.ts"
export * from "./services/RoomRegistry.ts"
