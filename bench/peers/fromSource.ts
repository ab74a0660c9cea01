/**
 * Loaded in front of peers/pug.ts by --source: takes our relay from src, without a build. For work on the hot path.
 */
import { registerHooks } from "node:module"

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === "../../dist/index.js" ? "../../src/index.ts" : specifier, context)
})
