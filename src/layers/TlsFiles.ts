/**
 * Certificate and key from their files: checked to belong together, and read again while the relay runs.
 *
 * Files are read by their paths each time, so that a symbolic link that is turned to a new folder is followed, as
 * certbot and Kubernetes do it. New handshakes use a new pair; connections that are open stay as they are. A pair that
 * cannot work is said once, and the old one stays: a renewal replaces two files, and may be met between them.
 */
import { createPrivateKey, X509Certificate } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { Server } from "node:https"
import { Duration, Effect, Result, Schedule, type Scope } from "effect"
import { tlsReloadMillis } from "../protocol/Limits.ts"
import type { TlsPair } from "./HardenedServer.ts"

/** Where the two are, both PEM. */
export interface TlsPaths {
  readonly cert: string
  readonly key: string
}

/** What is wrong with a pair: which of the two, and what was expected of it. */
export interface TlsFault {
  readonly file: "cert" | "key"
  readonly expected: string
}

/** Reads the pair and sees that its parts belong together: Node itself says only that they fail. */
export const read = (paths: TlsPaths): Effect.Effect<TlsPair, TlsFault> => Effect.flatMap(contents(paths), usable)

/** Looks at the files again and again, and gives the server what has changed. `onFault` is told of each bad pair once. */
export const reload = (
  server: Pick<Server, "setSecureContext">,
  paths: TlsPaths,
  initial: TlsPair,
  onFault: (fault: TlsFault) => Effect.Effect<void>
): Effect.Effect<void, never, Scope.Scope> => {
  let seen: TlsPair = initial
  const look = Effect.gen(function* () {
    // Judged as it was read: a second reading may meet other files.
    const found = yield* contents(paths)
    if (found.cert === seen.cert && found.key === seen.key) return
    seen = found
    const pair = yield* Effect.result(usable(found))
    if (Result.isFailure(pair)) return yield* onFault(pair.failure)
    server.setSecureContext(pair.success)
  })
  return look.pipe(
    Effect.repeat(Schedule.spaced(Duration.millis(tlsReloadMillis))),
    Effect.delay(Duration.millis(tlsReloadMillis)),
    Effect.forkScoped,
    Effect.asVoid
  )
}

/** What the files hold, whatever it is: nothing, if they cannot be read. */
const contents = ({ cert, key }: TlsPaths): Effect.Effect<TlsPair> =>
  Effect.all({ cert: textAt(cert), key: textAt(key) })

const textAt = (path: string) =>
  Effect.orElseSucceed(
    Effect.tryPromise(() => readFile(path, "utf8")),
    () => ""
  )

const usable = Effect.fnUntraced(function* (pair: TlsPair) {
  for (const file of ["cert", "key"] as const) {
    if (!pair[file].includes("-----BEGIN "))
      return yield* Effect.fail<TlsFault>({ file, expected: "a readable PEM file" })
  }
  const certificate = yield* Effect.try({
    try: () => new X509Certificate(pair.cert),
    catch: (): TlsFault => ({ file: "cert", expected: "a certificate (X.509, PEM)" })
  })
  const privateKey = yield* Effect.try({
    try: () => createPrivateKey(pair.key),
    catch: (): TlsFault => ({ file: "key", expected: "a private key without a passphrase (PEM)" })
  })
  if (certificate.checkPrivateKey(privateKey)) return pair
  return yield* Effect.fail<TlsFault>({ file: "key", expected: "the key of the certificate" })
})
