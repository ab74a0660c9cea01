/**
 * Frames that are almost right: a frame of the protocol as JSON, with a few of its fields taken out, renamed, replaced or
 * wrapped, and then a few characters of its text changed. What is all wrong is refused at the first byte and shows little.
 */
import * as fc from "fast-check"

interface Container {
  [name: string]: unknown
}

/** What has broken readers of JSON before: edges of numbers, names that objects have by nature, odd text. */
const oddValues: ReadonlyArray<unknown> = [
  null,
  true,
  "",
  "\u0000",
  "\ud800",
  "__proto__",
  "A".repeat(5_000),
  0,
  -1,
  0.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 1,
  [],
  {},
  [[[[[[]]]]]]
]

const oddNames = ["_tag", "__proto__", "constructor", "toString", "length", "0", "", "sequence", "seen"]

const fieldChange = fc.record({
  kind: fc.constantFrom("remove", "rename", "replace", "wrap", "add"),
  at: fc.nat(),
  name: fc.oneof(fc.constantFrom(...oddNames), fc.string({ maxLength: 4 })),
  value: fc.oneof(fc.constantFrom(...oddValues), fc.jsonValue({ maxDepth: 1 }))
})
type FieldChange = typeof fieldChange extends fc.Arbitrary<infer Change> ? Change : never

const textChange = fc.record({
  kind: fc.constantFrom("cut", "insert", "overwrite", "repeat"),
  at: fc.nat(),
  text: fc.oneof(
    fc.constantFrom('"', "{", "}", ",", "\\", "\\u0000", "1e400", "-0", "null"),
    fc.string({ maxLength: 2 })
  )
})
type TextChange = typeof textChange extends fc.Arbitrary<infer Change> ? Change : never

export interface MutatedText {
  readonly text: string
  /** Nothing was changed: the frame is to be read, or a reader that refuses everything would pass. */
  readonly isIntact: boolean
}

/** Texts made of the JSON of these frames. */
export const mutatedTexts = (wireTexts: fc.Arbitrary<string>): fc.Arbitrary<MutatedText> =>
  fc
    .tuple(wireTexts, fc.array(fieldChange, { maxLength: 3 }), fc.array(textChange, { maxLength: 2 }))
    .map(([text, fields, texts]) => ({
      text: texts.reduce(changeText, fields.reduce(changeField, text)),
      isIntact: fields.length === 0 && texts.length === 0
    }))

/** The same for bytes, one letter each: what stands in them has no names. */
export const mutatedBytes = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<MutatedText> =>
  fc.tuple(bytes, fc.array(textChange, { maxLength: 3 })).map(([whole, changes]) => ({
    text: changes.reduce(changeText, Buffer.from(whole).toString("latin1")),
    isIntact: changes.length === 0
  }))

const changeField = (text: string, change: FieldChange): string => {
  const root: unknown = JSON.parse(text)
  const places = placesOf(root)
  const place = places[change.at % places.length]
  if (place === undefined) return text
  const { container, name } = place
  const value = container[name]
  if (change.kind === "remove") delete container[name]
  if (change.kind === "rename") {
    delete container[name]
    define(container, change.name, value)
  }
  if (change.kind === "replace") container[name] = change.value
  if (change.kind === "wrap") container[name] = [value]
  if (change.kind === "add") define(container, change.name, change.value)
  return JSON.stringify(root)
}

/** As JSON.parse does it: `__proto__` is a field like others. */
const define = (container: Container, name: string, value: unknown): void => {
  Object.defineProperty(container, name, { value, configurable: true, enumerable: true, writable: true })
}

const placesOf = (value: unknown): ReadonlyArray<{ readonly container: Container; readonly name: string }> => {
  if (!isContainer(value)) return []
  return Object.keys(value).flatMap((name) => [{ container: value, name }, ...placesOf(value[name])])
}

const isContainer = (value: unknown): value is Container =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const changeText = (text: string, { at, kind, text: piece }: TextChange): string => {
  const place = at % (text.length + 1)
  const [before, after] = [text.slice(0, place), text.slice(place)]
  if (kind === "cut") return before
  if (kind === "insert") return before + piece + after
  if (kind === "overwrite") return before + piece + after.slice(piece.length)
  return before + before.slice(-8) + after
}
