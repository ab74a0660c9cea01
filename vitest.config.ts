import { defineConfig } from "vitest/config"

const source = (path: string): string => new URL(path, import.meta.url).pathname

export default defineConfig({
  // The examples import the package by its name; tests see the sources behind it, as "paths" in tsconfig.json says.
  resolve: {
    alias: [
      { find: /^pug-network$/, replacement: source("src/index.ts") },
      { find: /^pug-network\/client$/, replacement: source("src/client/index.ts") },
      { find: /^pug-network\/element$/, replacement: source("src/client/element.ts") },
      { find: /^pug-network\/testing$/, replacement: source("src/testing.ts") }
    ]
  },
  test: {
    include: ["test/**/*.test.ts"],
    allowOnly: false,
    // Much of the time goes into waiting for browsers and processes.
    maxWorkers: 2,
    // No test waits for time to pass; what runs out is the patience with a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
})
