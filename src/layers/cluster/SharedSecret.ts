/**
 * A cluster's secret as its operator has set it.
 */
import { hkdfSync } from "node:crypto"
import { Layer } from "effect"
import { ClusterSecret } from "../../services/ClusterSecret.ts"

/** `secret` has at least 32 random bytes; the settings see to it. */
export const layer = (secret: Uint8Array): Layer.Layer<ClusterSecret> =>
  Layer.succeed(
    ClusterSecret,
    ClusterSecret.of({
      derive: (purpose, bytes) =>
        new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), `pug/v1 cluster ${purpose}`, bytes))
    })
  )
