/**
 * Shakes hands as a browser does, offering HTTP/2 first, and looks at the certificate. Says nothing over it.
 */
import { isIP } from "node:net"
import * as Tls from "node:tls"
import { Effect } from "effect"
import { inTime, reasonOf } from "./HttpProbe.ts"
import { type TlsFacts, Unreachable } from "./Observation.ts"
import type { Target } from "./Target.ts"

export const lookAt = ({ host, port }: Target): Effect.Effect<TlsFacts, Unreachable> =>
  Effect.callback<TlsFacts, Unreachable>((resume) => {
    const socket = Tls.connect({
      host,
      port,
      // An address has no name to indicate (RFC 6066 section 3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
      ALPNProtocols: ["h2", "http/1.1"]
    })
    socket.on("error", (error) => resume(Effect.fail(new Unreachable({ reason: reasonOf(error) }))))
    socket.on("secureConnect", () => {
      resume(Effect.succeed(factsOf(socket, host)))
      socket.destroy()
    })
    return Effect.sync(() => socket.destroy())
  }).pipe(inTime)

const factsOf = (socket: Tls.TLSSocket, host: string): TlsFacts => {
  const isForHost = Tls.checkServerIdentity(host, socket.getPeerCertificate()) === undefined
  // Types: an Error, in truth a code, and null where all is well. A wrong name is judged for itself.
  const fault: unknown = socket.authorizationError
  const isChainFault = fault !== null && fault !== undefined && fault !== "ERR_TLS_CERT_ALTNAME_INVALID"
  return {
    chainFault: isChainFault ? String(fault) : undefined,
    isForHost,
    validToMillis: socket.getPeerX509Certificate()?.validToDate.getTime() ?? 0,
    version: socket.getProtocol() ?? "",
    application: socket.alpnProtocol === false || socket.alpnProtocol === null ? "http/1.1" : socket.alpnProtocol
  }
}
