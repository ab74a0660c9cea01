/**
 * A relay that does one wrong to one member, once: for the check of the check (selfTest.ts).
 */
import { createServer } from "node:http"
import { type RawData, type WebSocket, WebSocketServer } from "ws"

const [, , port, fault] = process.argv

/** The message at which it happens. */
const faultyMessage = 50

const rooms = new Map<string, Set<WebSocket>>()
const server = createServer()
const webSockets = new WebSocketServer({ server, perMessageDeflate: false })

webSockets.on("connection", (socket, request) => {
  const name = request.url ?? "/"
  const room = rooms.get(name) ?? new Set<WebSocket>()
  rooms.set(name, room.add(socket))
  let count = 0
  let held: RawData | undefined
  socket.on("message", (data) => {
    count += 1
    const victim = [...room].at(-1)
    for (const member of room) {
      const isFaulty = member === victim && fault !== "none"
      if (isFaulty && count === faultyMessage) held = commit(member, data)
      else {
        member.send(data)
        if (isFaulty && held !== undefined) member.send(held)
        if (isFaulty) held = undefined
      }
    }
  })
})

/** The fault itself; returns what is sent behind the next message. */
const commit = (member: WebSocket, data: RawData): RawData | undefined => {
  if (fault === "swap") return data
  if (fault === "repeat") for (const copy of [data, data]) member.send(copy)
  if (fault === "alter" && Buffer.isBuffer(data)) {
    const altered = Buffer.from(data)
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1
    member.send(altered)
  }
  return undefined
}

server.listen(Number(port), "127.0.0.1", () => console.log("READY"))
