/**
 * The secret that the nodes of a cluster share. It is never used itself: every use has a key of its own.
 */
import { Context } from "effect"

export class ClusterSecret extends Context.Service<
  ClusterSecret,
  {
    /** HKDF-SHA-256 (RFC 5869) of the secret for one purpose: the same bytes on every node. */
    readonly derive: (purpose: string, bytes: number) => Uint8Array
  }
>()("pug-network/services/ClusterSecret") {}
