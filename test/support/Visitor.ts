/**
 * A person at a page in any engine: presses buttons, writes into fields and reads, by what they are called, with pointer
 * and keys. Every step waits until it can be done.
 */
import type { WebDriver } from "./WebDriver.ts"

export interface Visitor {
  readonly open: (url: string) => Promise<void>
  readonly press: (button: string) => Promise<void>
  readonly write: (field: string, text: string) => Promise<void>
  /** The value of a field. */
  readonly read: (field: string) => Promise<string>
  /** Waits until it stands somewhere on the page, alone in its element. */
  readonly see: (text: string) => Promise<void>
}

interface Place {
  readonly x: number
  readonly y: number
  readonly value: string
}

type Kind = "button" | "input, textarea" | "*"

/** Less than the patience of a test, so that a failure says what was waited for. */
const patienceMillis = 60_000

const enter = "\uE007"

export const visitor = ({ evaluate, navigate, perform }: WebDriver): Visitor => {
  const find = async (kind: Kind, name: string): Promise<Place> => {
    const deadline = performance.now() + patienceMillis
    while (performance.now() < deadline) {
      // The shape is that of `placeOf`.
      const place = (await evaluate(`(${placeOf})(${JSON.stringify(kind)}, ${JSON.stringify(name)})`)) as Place | null
      if (place !== null) return place
    }
    throw new Error(`${JSON.stringify(name)} did not come: ${String(await evaluate("document.title"))}`)
  }
  const press = async (kind: Kind, name: string): Promise<void> => {
    const { x, y } = await find(kind, name)
    const actions = [
      { type: "pointerMove", x, y, duration: 0 },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 }
    ]
    await perform({ type: "pointer", id: "mouse", actions })
  }
  return {
    open: navigate,
    press: (button) => press("button", button),
    write: async (field, text) => {
      await press("input, textarea", field)
      const keys = [...text, enter].flatMap((value) => [
        { type: "keyDown", value },
        { type: "keyUp", value }
      ])
      await perform({ type: "key", id: "keyboard", actions: keys })
    },
    read: async (field) => (await find("input, textarea", field)).value,
    see: async (text) => void (await find("*", text))
  }
}

/** Runs in the page: the middle of the element with that name, once it is the topmost there. Behind an open dialog nothing can be reached. */
const placeOf = (kind: string, name: string): Place | null => {
  const within = (root: ParentNode): ReadonlyArray<HTMLElement> =>
    [...root.querySelectorAll<HTMLElement>("*")].flatMap((element) =>
      element.shadowRoot === null ? [element] : [element, ...within(element.shadowRoot)]
    )
  const nameOf = (element: HTMLElement): string => {
    const labels = "labels" in element ? [...((element as HTMLInputElement).labels ?? [])] : []
    const text = labels.length > 0 ? labels.map(({ textContent }) => textContent).join(" ") : element.textContent
    return (element.getAttribute("aria-label") ?? text ?? "").trim()
  }
  const everything = within(document)
  const dialog = everything.find((element) => element.matches("dialog:modal"))
  const reached = dialog === undefined ? everything : everything.filter((element) => dialog.contains(element))
  const found = reached.find(
    (element) => element.matches(kind) && element.checkVisibility() && nameOf(element) === name
  )
  if (found === undefined) return null
  found.scrollIntoView({ block: "center", behavior: "instant" })
  const { height, left, top, width } = found.getBoundingClientRect()
  const value = "value" in found ? String(found.value) : ""
  return { x: Math.round(left + width / 2), y: Math.round(top + height / 2), value }
}
