import { freePorts } from "../support/FreePorts.ts"
import { NatsServer } from "../support/NatsServer.ts"
import { natsContract } from "./natsContract.ts"

natsContract("of two processes, over NATS on this machine", async () => {
  const [port = 0] = await freePorts(1)
  const server = new NatsServer(port, "")
  await server.start()
  const access = {
    servers: [`nats://127.0.0.1:${port}`],
    slot: undefined,
    tls: undefined,
    nkeySeed: undefined,
    allowsInsecure: true
  }
  return { accesses: [access, access], end: () => server.end() }
})
