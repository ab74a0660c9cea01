/**
 * How a node comes to the NATS servers of its cluster. Apart from the connection, so that its types need no client library.
 */
import type { Redacted } from "effect"

export interface NatsSettings {
  /** Such as tls://nats-1.example.org:4222. */
  readonly servers: ReadonlyArray<string>
  /** PEM files: the authority of the servers, and this node's certificate with its key. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string } | undefined
  /** The seed of this node's nkey. */
  readonly nkeySeed: Redacted.Redacted | undefined
  /** Without TLS and nkey, for a try on one machine. */
  readonly allowsInsecure: boolean
}
