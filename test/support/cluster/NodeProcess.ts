/**
 * A node of the cluster in another process.
 */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import type { Setup } from "../../layers/contract/RelayUnderTest.ts"
import type { BusAccess } from "./NatsNode.ts"

export interface NodeProcess {
  readonly child: ChildProcess
  /** Of its gateway: ws://localhost:port/ws. */
  readonly address: string
  readonly drain: () => Promise<void>
  readonly end: () => Promise<void>
}

export const startNode = async (access: BusAccess, setup: Setup): Promise<NodeProcess> => {
  const child = fork("test/support/cluster/nodeProgram.ts", [JSON.stringify({ access, setup })], {
    stdio: ["ignore", "ignore", "inherit", "ipc"]
  })
  const ended = once(child, "exit")
  const message = async (): Promise<unknown> => {
    const [said] = await Promise.race([once(child, "message"), ended])
    if (child.exitCode !== null) throw new Error(`the node ended with ${child.exitCode}`)
    return said
  }
  return {
    child,
    address: String(await message()),
    drain: async () => {
      child.send("drain")
      await message()
    },
    end: async () => {
      child.kill("SIGKILL")
      await ended
    }
  }
}
