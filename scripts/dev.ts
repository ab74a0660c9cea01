/**
 * The server and the client, both reloading: `node --watch src/main.ts` on port 3000 and vite in front of it.
 *
 * Open the address that vite prints. When one of the two ends, or on Ctrl-C, both end.
 */
import { type ChildProcess, spawn } from "node:child_process"

const children: ReadonlyArray<ChildProcess> = [
  spawn(process.execPath, ["--watch", "src/main.ts", ...process.argv.slice(2)], { stdio: "inherit" }),
  spawn("vite", [], { stdio: "inherit" })
]
const stop = () => children.forEach((child) => child.kill())

for (const child of children) child.on("exit", stop)
process.on("SIGINT", stop)
process.on("SIGTERM", stop)
