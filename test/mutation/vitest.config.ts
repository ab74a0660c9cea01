/** The project's own settings, with the tests of one area of areas.ts: run.ts says which. */
import { env } from "node:process"
import { defineConfig } from "vitest/config"
import project from "../../vitest.config.ts"
import { areas } from "./areas.ts"

const tests = areas[env["MUTATION_AREA"] ?? ""]?.tests ?? []

export default defineConfig({
  ...project,
  // Counting what each test reaches makes it slow; Stryker has limits of its own.
  test: { ...project.test, include: [...tests], testTimeout: 300_000 }
})
