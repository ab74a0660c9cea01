/**
 * The client's page with a scripted RoomClient instead of a relay: what tests and screenshots open.
 */
import { ManagedRuntime } from "effect"
import "../../../src/client/elements/pug-app.ts"
import { SessionEvent } from "../../../src/client/SessionEvent.ts"
import { scriptedMember, ScriptedRoomClient } from "../ScriptedRoomClient.ts"
import { KeptSeconds } from "../../../src/client/KeptSeconds.ts"
import { play } from "./scenes.ts"

const client = new ScriptedRoomClient()
const gallery = {
  client,
  play: (scene: string) => play(client, scene),
  SessionEvent,
  scriptedMember,
  keptFor: KeptSeconds.make
}

declare global {
  interface Window {
    gallery: typeof gallery
  }
}

window.gallery = gallery
const app = document.createElement("pug-app")
app.runtime = ManagedRuntime.make(client.layer)
document.querySelector("pug-app")?.replaceWith(app)
