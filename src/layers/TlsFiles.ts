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
import { Duration, Effect, Schedule, type Scope } from "effect"
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
export const read = Effect.fnUntraced(function* (paths: TlsPaths) {
  const cert = yield* pem(paths.cert, { file: "cert", expected: "a readable PEM file" })
  const key = yield* pem(paths.key, { file: "key", expected: "a readable PEM file" })
  return yield* usable({ cert, key })
})

/** Looks at the files again and again, and gives the server what has changed. `onFault` is told of each bad pair once. */
export const reload = (
  server: Pick<Server, "setSecureContext">,
  paths: TlsPaths,
  initial: TlsPair,
  onFault: (fault: TlsFault) => Effect.Effect<void>
): Effect.Effect<void, never, Scope.Scope> => {
  let seen = textOf(initial)
  const look = Effect.gen(function* () {
    const found = yield* Effect.result(read(paths))
    const text = found._tag === "Success" ? textOf(found.success) : yield* contentOf(paths)
    if (text === seen) return
    seen = text
    if (found._tag === "Failure") return yield* onFault(found.failure)
    server.setSecureContext(found.success)
  })
  return look.pipe(
    Effect.repeat(Schedule.spaced(Duration.millis(tlsReloadMillis))),
    Effect.delay(Duration.millis(tlsReloadMillis)),
    Effect.forkScoped,
    Effect.asVoid
  )
}

const textOf = ({ cert, key }: TlsPair): string => `${cert}\n${key}`

/** What the files hold, whatever it is, so that one and the same fault is told once. */
const contentOf = ({ cert, key }: TlsPaths): Effect.Effect<string> =>
  Effect.map(
    Effect.all([Effect.option(textAt(cert)), Effect.option(textAt(key))]),
    (parts) => `${parts.map((part) => (part._tag === "Some" ? part.value : "nothing")).join("\n")}`
  )

const textAt = (path: string) => Effect.tryPromise(() => readFile(path, "utf8"))

const pem = (path: string, fault: TlsFault): Effect.Effect<string, TlsFault> =>
  textAt(path).pipe(
    Effect.mapError(() => fault),
    Effect.filterOrFail(
      (content) => content.includes("-----BEGIN "),
      () => fault
    )
  )

const usable = Effect.fnUntraced(function* (pair: TlsPair) {
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
