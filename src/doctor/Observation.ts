/**
 * What can be seen of a relay from outside, as plain data: the checks judge it, the probes gather it.
 */
import { Schema } from "effect"

/** Nothing answered, or nothing that could be read. */
export class Unreachable extends Schema.TaggedError<Unreachable>()("Unreachable", {
  /** Node's code, such as ECONNREFUSED, or its words. */
  reason: Schema.String
}) {}

export interface Reply {
  readonly status: number
  /** By lower-case name; a header that came twice has two values. */
  readonly headers: Readonly<Record<string, ReadonlyArray<string>>>
  /** Unpacked. */
  readonly body: string
}

/** The first value of a header, or "". */
export const headerOf = ({ headers }: Reply, name: string): string => headers[name]?.[0] ?? ""

export interface TlsFacts {
  /** Why the chain is not trusted: OpenSSL's code. */
  readonly chainFault: string | undefined
  readonly isForHost: boolean
  readonly validToMillis: number
  /** "TLSv1.3" */
  readonly version: string
  /** What browsers will speak: "h2" or "http/1.1". */
  readonly application: string
}

/** What became of a WebSocket. */
export type SocketFacts =
  | { readonly _tag: "Refused"; readonly status: number }
  | { readonly _tag: "Broken"; readonly reason: string }
  | {
      readonly _tag: "Opened"
      /** As the server chose them; "" is none. */
      readonly extensions: string
      readonly texts: ReadonlyArray<string>
      /** `undefined` while it was still open when patience ended. */
      readonly closeCode: number | undefined
    }

/** A WebSocket within HTTP/2 (RFC 8441), which browsers use where it is offered. */
export type Http2Facts =
  | { readonly _tag: "NotOffered" }
  | { readonly _tag: "Offered"; readonly status: number | undefined }
