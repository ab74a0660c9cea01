/**
 * The verification finds what it is for: against a relay that leaves out, repeats, swaps or alters one frame for one member.
 */
import { startGenerator } from "./generator.ts"
import { peers } from "./peers.ts"
import { planText } from "./plan.ts"
import { startServer } from "./processes.ts"
import { assess } from "./verdict.ts"

const faults = ["none", "omit", "repeat", "swap", "alter"] as const

const topology = { rooms: 2, members: 3 }

/** Throws if a planted fault is not found, or one is found where none was planted. */
export const selfTest = async (): Promise<void> => {
  for (const fault of faults) {
    const isIdentical = await judge(fault)
    if (isIdentical !== (fault === "none")) throw new Error(`the verification is wrong about the fault ${fault}`)
  }
}

const judge = async (fault: string): Promise<boolean> => {
  const peer = { ...peers.ws, file: "peers/faulty.ts" }
  const server = await startServer(peer, { isFromSource: false }, [fault])
  const { pid: serverPid, port } = server
  const entryOf = await peer.open(port, topology.rooms, topology.members)
  const generator = await startGenerator(
    planText({ peer, port, serverPid, topology, sizes: [256], entryOf, hasGuests: false })
  )
  try {
    await generator.connect(topology.rooms * topology.members)
    return assess(await generator.verify(256, 4, 100)).isIdentical
  } catch (cause) {
    // A frame that is left out is missed at the latest when the load has ended.
    if (cause instanceof Error && cause.message.includes("messages were lost")) return false
    throw cause
  } finally {
    generator.stop()
    server.stop()
  }
}
