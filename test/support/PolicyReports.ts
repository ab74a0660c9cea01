/**
 * A proxy in front of a relay that asks browsers to report what the page's Content-Security-Policy has refused, and
 * collects the reports. The policy stays as it is: every engine knows `report-uri`, from the first byte of a page on.
 */
import { once } from "node:events"
import { createServer, type IncomingMessage, request } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface PolicyReports {
  /** http://localhost:port, in front of the relay. */
  readonly url: string
  /** Reports so far, as the browsers wrote them. */
  readonly reports: () => ReadonlyArray<string>
  readonly close: () => void
}

const reportPath = "/policy-report"
const policy = "content-security-policy"

export const startPolicyReports = async (relayUrl: string): Promise<PolicyReports> => {
  const reports: Array<string> = []
  const { hostname, port } = new URL(relayUrl)
  const pass = ({ headers, method, url }: IncomingMessage) =>
    request({ hostname, port, method, path: url, headers, agent: false })
  const server = createServer(async (incoming, outgoing) => {
    if (incoming.url === reportPath) {
      reports.push(await text(incoming))
      return void outgoing.writeHead(204).end()
    }
    const passed = pass(incoming)
    incoming.pipe(passed)
    const [answer]: Array<IncomingMessage> = await once(passed, "response")
    if (answer === undefined) return
    const own = String(answer.headers[policy] ?? "default-src 'none'")
    outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, [policy]: `${own}; report-uri ${reportPath}` })
    answer.pipe(outgoing)
  })
  server.on("upgrade", (incoming: IncomingMessage, client) => {
    const passed = pass(incoming)
    passed.end()
    passed.on("upgrade", (answer: IncomingMessage, relay) => {
      const lines = answer.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`))
      client.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("")}\r\n`)
      client.pipe(relay)
      relay.pipe(client)
      for (const [one, other] of [
        [client, relay],
        [relay, client]
      ] as const) {
        one.on("error", () => other.destroy()).on("close", () => other.destroy())
      }
    })
  })
  server.listen(0, "localhost")
  await once(server, "listening")
  // A server on TCP has a port.
  const own = (server.address() as AddressInfo).port
  return {
    url: `http://localhost:${own}`,
    reports: () => reports,
    close: () => {
      server.close()
      server.closeAllConnections()
    }
  }
}
