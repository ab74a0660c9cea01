/**
 * A page of another site with a room in a frame. PUG_EMBED_ORIGINS of the relay names this page's origin; the relay's
 * address is the page's own parameter here, so that the example has none of its own.
 */
const relay = new URLSearchParams(window.location.search).get("relay") ?? "http://localhost:3000"

const form = document.querySelector("form")
const frame = document.querySelector("iframe")
const output = document.querySelector("output")

form.addEventListener("submit", (event) => {
  event.preventDefault()
  const link = new FormData(form).get("link")
  frame.src = `${relay}/embed#${encodeURIComponent(link)}`
})

window.addEventListener("message", ({ data, origin, source }) => {
  if (origin !== new URL(relay).origin || source !== frame.contentWindow) return
  if (data.type === "pug-room-stage") output.textContent = `The room: ${data.stage}`
  if (data.type === "pug-room-ended") output.textContent = `It is over: ${data.reason}`
  if (data.type === "pug-vanish-room") window.location.replace("about:blank")
})
