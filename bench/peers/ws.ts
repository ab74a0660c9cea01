/**
 * The plain `ws` relay, as most people write it: a set of sockets for each room, and a send to each of them.
 */
import { createServer } from "node:http"
import { WebSocket, WebSocketServer } from "ws"

const port = Number(process.argv[2])
const rooms = new Map<string, Set<WebSocket>>()
const server = createServer()
const webSockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false })

webSockets.on("connection", (socket, request) => {
  const name = request.url ?? "/"
  const room = rooms.get(name) ?? new Set<WebSocket>()
  rooms.set(name, room.add(socket))
  socket.on("message", (data, isBinary) => {
    for (const member of room) {
      if (member.readyState === WebSocket.OPEN) member.send(data, { binary: isBinary })
    }
  })
  socket.on("error", () => {})
  socket.on("close", () => {
    room.delete(socket)
    if (room.size === 0) rooms.delete(name)
  })
})

server.listen(port, "127.0.0.1", () => console.log("READY"))
process.on("SIGUSR2", () => globalThis.gc?.())
