/**
 * What must be there before anything is measured: the machine's tools, the peers, our relay compiled, the generator.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { compileGenerator } from "./generator.ts"
import { checkMachine } from "./processes.ts"

const project = new URL("..", import.meta.url).pathname

export const prepare = ({ isFromSource }: { readonly isFromSource: boolean }): void => {
  checkMachine()
  if (!existsSync(`${project}bench/node_modules/ws`)) run("npm", "ci", "--prefix", "bench")
  if (!isFromSource) run(process.execPath, "scripts/build.ts", "--if-stale")
  compileGenerator()
}

const run = (command: string, ...args: ReadonlyArray<string>): void => {
  process.stderr.write(`${command} ${args.join(" ")}\n`)
  const { status } = spawnSync(command, args, { cwd: project, stdio: "inherit" })
  if (status !== 0) throw new Error(`failed: ${command} ${args.join(" ")}`)
}
