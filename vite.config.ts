/**
 * The browser client's build: src/client to dist/app, for a page under a strict Content-Security-Policy.
 *
 * Nothing is inlined, names carry a hash of the content, and the same sources give the same bytes in any folder.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync } from "node:zlib"
import { defineConfig, type Plugin } from "vite"

const relay = "http://localhost:3000"

/**
 * What is loaded on demand comes in small pieces, and the home page needs none of them. These are cut out of a room's
 * inside and of the session; test/client/bundle.test.ts holds that none is too large and that they import in no circle.
 */
const lazyChunks = [
  // English inside of a room, beside the other languages.
  { name: "en", test: /words.(enRoom|RoomLanguage)/ },
  {
    name: "seal",
    test: /client.crypto|src.protocol.(ServerFrame|ClientFrame|MessageHeader|RoomApi|ProofOfWork|JsonFrame|ExactNumbers|WebSocketFrame)/
  },
  {
    name: "log",
    test: /lit(-html)?.directive|elements.(pug-log|copyIcons|messageBody|memberMark|ReadingPlace)|ReadingController|NoteWords|styles.log|client.(MessageText|RoomLog)/
  }
]

/** Puts a `.br` beside every file with a hashed name: a third of its size, and compressed once instead of per request. */
const brotli = (): Plugin => ({
  name: "brotli",
  apply: "build",
  // After everything has been written: earlier hooks see code that vite goes on to change.
  writeBundle({ dir = "" }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => file.startsWith("assets/"))) {
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(readFileSync(join(dir, name))))
    }
  }
})

export default defineConfig({
  root: "src/client",
  plugins: [brotli()],
  // Relative, because a host may mount the relay under a prefix; StaticClient puts the prefix in.
  base: "./",
  build: {
    outDir: "../../dist/app",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: false,
    // Neither our code nor Effect and Lit rely on getters or globals that act when they are read.
    rolldownOptions: {
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: { codeSplitting: { includeDependenciesRecursively: false, groups: lazyChunks } }
    }
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
