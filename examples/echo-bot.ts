/**
 * A member that is no browser: joins the room of the link it is given and repeats what others say.
 */
// #region readme
import { NodeRuntime } from "@effect/platform-node"
import { Effect, Stream } from "effect"
import { RoomClient, layerRoomClient, parseRoomLink, type RoomLink } from "pug-network/client"

const echo = Effect.fn("echo")(function* (link: RoomLink) {
  const rooms = yield* RoomClient
  const session = yield* rooms.join({ link, name: "echo" })
  yield* Stream.runForEach(session.events, (event) =>
    event._tag === "Message" && !event.sender.isSelf ? session.send(event.body) : Effect.void
  )
}, Effect.scoped)

Effect.fromResult(parseRoomLink(process.argv[2] ?? "")).pipe(
  Effect.flatMap((link) => Effect.provide(echo(link), layerRoomClient(link))),
  NodeRuntime.runMain
)
// #endregion
