/**
 * The Bun relay: native publish and subscribe (uWebSockets underneath). `server.publish` reaches the sender as well.
 */
const port = Number(process.argv[2])

const server = Bun.serve<{ readonly room: string }>({
  port,
  hostname: "127.0.0.1",
  fetch(request, server) {
    const room = new URL(request.url).pathname
    return server.upgrade(request, { data: { room } }) ? undefined : new Response("WebSocket only", { status: 426 })
  },
  websocket: {
    perMessageDeflate: false,
    // Room for a whole pipeline of the largest messages; by default a slow reader's messages are left out.
    backpressureLimit: 16 * 1024 * 1024,
    open: (socket) => socket.subscribe(socket.data.room),
    message: (socket, message) => void server.publish(socket.data.room, message)
  }
})

console.log("READY")
process.on("SIGUSR2", () => Bun.gc(true))
