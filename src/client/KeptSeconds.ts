/** How long a message may be kept from when it is in a reader's log: its sender's choice. PROTOCOL.md section 7.4. */
import { Schema } from "effect"
import { keptSeconds } from "../protocol/Limits.ts"

export const KeptSeconds = Schema.Int.check(Schema.isBetween(keptSeconds)).pipe(Schema.brand("KeptSeconds"))
export type KeptSeconds = typeof KeptSeconds.Type
