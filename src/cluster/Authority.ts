/**
 * A certificate authority of a cluster's own, by the openssl that every server has: P-256, ten years, one level.
 */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { Effect } from "effect"

const openssl = promisify(execFile)

/** Writes ca.pem and ca-key.pem. */
export const makeAuthority = (directory: string): Effect.Effect<unknown, string> =>
  make(directory, "Pug Network cluster", { cert: "ca.pem", key: "ca-key.pem" }, [
    "basicConstraints=critical,CA:TRUE,pathlen:0",
    "keyUsage=critical,keyCertSign,cRLSign"
  ])

/**
 * Writes cert.pem and key.pem in `directory`, signed by the authority in `authority`. `names` are what a server is reached by;
 * without any it is a client's.
 */
export const makeCertificate = (
  authority: string,
  directory: string,
  commonName: string,
  names: ReadonlyArray<string>
): Effect.Effect<unknown, string> => {
  const alternatives = names.map((name) => `${/^[\d.]+$|:/.test(name) ? "IP" : "DNS"}:${name}`)
  // A server is a client of the other servers too.
  const usage = names.length === 0 ? "clientAuth" : "serverAuth,clientAuth"
  const extensions = ["basicConstraints=critical,CA:FALSE", `extendedKeyUsage=${usage}`]
  if (alternatives.length > 0) extensions.push(`subjectAltName=${alternatives.join(",")}`)
  const signer = ["-CA", join(authority, "ca.pem"), "-CAkey", join(authority, "ca-key.pem")]
  return make(directory, commonName, { cert: "cert.pem", key: "key.pem" }, extensions, signer)
}

const make = (
  directory: string,
  commonName: string,
  { cert, key }: { readonly cert: string; readonly key: string },
  extensions: ReadonlyArray<string>,
  signer: ReadonlyArray<string> = []
) => {
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "3650"]
  const subject = ["-subj", `/CN=${commonName}`, "-out", cert, "-keyout", key]
  return run(directory, [...request, ...signer, ...subject, ...extensions.flatMap((it) => ["-addext", it])])
}

const run = (directory: string, args: ReadonlyArray<string>) =>
  Effect.tryPromise({
    try: () => openssl("openssl", [...args], { cwd: directory }),
    catch: (error) =>
      error instanceof Error && "code" in error && error.code === "ENOENT"
        ? "cluster init: needs the program openssl, version 3"
        : `cluster init: openssl failed: ${error instanceof Error ? error.message : String(error)}`
  })
