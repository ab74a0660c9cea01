/**
 * Makes a room for a page that shows `<pug-room>`, without a word of Effect.
 */
import { Effect } from "effect"
import { type CreatedRoom, RoomClient } from "./services/RoomClient.ts"

export interface NewRoom {
  /** The relay, relative to the page if you like: "/chat". It has to be of the page's own origin. */
  readonly relayUrl: string
  readonly ttlSeconds: number
  readonly capacity: number
  /** The link will ask for a password; give it to `<pug-room>`, or let the person type it there. */
  readonly needsPassword?: boolean
  /** Is called with the share of the expected work that is done, which may pass 1. */
  readonly onProgress?: (share: number) => void
  /** Stops the work. */
  readonly signal?: AbortSignal
}

/**
 * Does the work in a worker and creates the room. Rejects with a CreateFailed, whose `code` is in docs/TROUBLESHOOTING.md.
 *
 * The link, as `formatRoomLink` writes it, lets others in. Whoever has the capability too is the creator.
 */
export const createRoom = async ({ relayUrl, signal, ...options }: NewRoom): Promise<CreatedRoom> => {
  const client = await import("./layers/BrowserRoomClient.ts")
  const url = new URL(relayUrl, window.location.href).href.replace(/\/+$/, "")
  return Effect.runPromise(
    RoomClient.use((rooms) => rooms.create(options)).pipe(Effect.provide(client.layer(url))),
    signal && { signal }
  )
}
