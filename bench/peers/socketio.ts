/**
 * The Socket.IO relay, by its own means: rooms, a binary event, nothing but the WebSocket transport.
 */
import { createServer } from "node:http"
import { Server } from "socket.io"

const port = Number(process.argv[2])
const server = createServer()
const io = new Server(server, { transports: ["websocket"], serveClient: false, perMessageDeflate: false })

io.on("connection", (socket) => {
  const room = String(socket.handshake.query["room"])
  void socket.join(room)
  socket.on("m", (data: Buffer) => io.to(room).emit("m", data))
})

server.listen(port, "127.0.0.1", () => console.log("READY"))
process.on("SIGUSR2", () => globalThis.gc?.())
