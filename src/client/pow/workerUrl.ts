/**
 * The address of the proof-of-work worker, whatever builds the page.
 *
 * Vite makes a file of a worker where it reads the very words `new Worker(new URL("...", import.meta.url))`, and nowhere
 * else. esbuild leaves them as they are, and a page without a bundler needs no more. docs/EMBED.md section 2.
 */

/** Starts nothing: it tells the address that a worker would have had, for Trusted Types to look at first. */
class Worker {
  readonly url: string

  constructor(url: URL, _options: WorkerOptions) {
    this.url = url.href
  }
}

// `.js`, because tsc rewrites no extension here: vite finds the source, and the compiled file in the package.
export const workerUrl = new Worker(new URL("./pow.worker.js", import.meta.url), { type: "module" }).url
