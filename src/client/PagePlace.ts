/**
 * Where this page stands: on its own, or in a frame of another site (StaticClient.ts says so), and at which relay.
 *
 * The site around a frame is told where the room stands and nothing that belongs to it: no link, name or word. Nothing
 * that the site says is listened to; the link comes with the frame's address.
 */
import { framePrefixOf, prefixOf } from "./PageAddress.ts"

/** Whether the relay has served the page for frames. */
export const isFramed = (): boolean => document.documentElement.dataset["framed"] !== undefined

/** The relay that serves this page. */
export const relayUrl = (): string => {
  const { origin, pathname } = window.location
  return origin + (isFramed() ? framePrefixOf(pathname) : prefixOf(pathname))
}

/** What the site around a frame gets to know. docs/EMBED.md section 3. */
const toldEvents = ["room-stage", "room-ended", "unread-count", "vanish-room"] as const

/** Passes on what an element in a frame tells. */
export const tellHost = (element: HTMLElement): void => {
  for (const type of toldEvents) {
    element.addEventListener(type, ({ detail }) => {
      // To whatever origin: it is one that the operator has named, or the browser would not have shown the frame.
      window.parent.postMessage({ type: `pug-${type}`, ...detail }, "*")
    })
  }
}
