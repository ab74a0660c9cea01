/**
 * The browser client's build: src/client to dist/app, for a page under a strict Content-Security-Policy.
 *
 * Nothing is inlined, names carry a hash of the content, and the same sources give the same bytes in any folder.
 */
import { defineConfig } from "vite"

const relay = "http://localhost:3000"

export default defineConfig({
  root: "src/client",
  // Relative, because a host may mount the relay under a prefix; StaticClient puts the prefix in.
  base: "./",
  build: {
    outDir: "../../dist/app",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: false,
    // Neither our code nor Effect and Lit rely on getters or globals that act when they are read.
    rolldownOptions: { treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false } }
  },
  worker: { format: "es" },
  server: {
    proxy: {
      "/api": relay,
      "/healthz": relay,
      "/readyz": relay,
      "/ws": { target: relay, ws: true }
    }
  }
})
