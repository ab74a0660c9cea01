/**
 * A page of your own with a room in it. The relay is under /chat of the same origin; serve.ts serves both.
 */
// #region readme
import { type CreateFailed, createRoom, type PugEvent } from "pug-network/element"

const room = document.querySelector("pug-room")
const form = document.querySelector("form")
const output = document.querySelector("output")

const make = async (): Promise<void> => {
  const onProgress = (share: number): void => say(`Working: ${Math.round(Math.min(1, share) * 100)} %`)
  const { creatorCapability, link } = await createRoom({ relayUrl: "/chat", ttlSeconds: 3600, capacity: 2, onProgress })
  say("")
  if (room !== null) Object.assign(room, { hidden: false, creatorCapability, link })
}

form?.querySelector("button")?.addEventListener("click", () => {
  make().catch(({ code }: CreateFailed) => say(`That did not work: ${code}`))
})

form?.addEventListener("submit", (event) => {
  event.preventDefault()
  const link = new FormData(form).get("link")
  if (room !== null) Object.assign(room, { hidden: false, creatorCapability: undefined, link })
})

room?.addEventListener("room-stage", ({ detail }: PugEvent<"room-stage">) => say(`The room: ${detail.stage}`))
room?.addEventListener("room-ended", ({ detail }: PugEvent<"room-ended">) => say(`It is over: ${detail.reason}`))
room?.addEventListener("vanish-room", () => window.location.replace("about:blank"))

function say(text: string): void {
  if (output !== null) output.textContent = text
}
// #endregion
