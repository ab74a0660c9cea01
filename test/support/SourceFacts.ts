/**
 * What a source file imports and which things it names that few files may name, read from its syntax tree.
 *
 * A tree and not a pattern over lines: comments, strings and property names (`options.process`) are no use of a global.
 */
import { parseSync } from "vite"

/** An import, dynamic, type-only and worker ones included, or a use of something rationed, with its line. */
export interface Fact {
  readonly kind: "import" | "use"
  readonly name: string
  readonly line: number
}

const globals = new Set(["console", "process", "localStorage", "sessionStorage", "indexedDB", "eval", "Function"])
const timers = new Set(["setTimeout", "setInterval", "setImmediate"])
const members = new Set(["Date.now", "Math.random", "performance.now", "document.cookie", "document.write"])
const globalObjects = new Set(["globalThis", "window", "self"])
const markup = new Set(["innerHTML", "outerHTML", "insertAdjacentHTML", "unsafeHTML", "unsafeSVG", "unsafeStatic"])

/** Reads one TypeScript file. Throws when it is not one. */
export const sourceFacts = (text: string): ReadonlyArray<Fact> => {
  const { errors, program } = parseSync("file.ts", text)
  if (errors[0] !== undefined) throw new SyntaxError(errors[0].message)
  const facts: Array<Fact> = []
  visit(program, (node, parent, key) => {
    const fact = importOf(node) ?? useOf(node, parent, key)
    if (fact !== undefined) facts.push({ ...fact, line: text.slice(0, Number(node["start"])).split("\n").length })
  })
  return facts
}

type Node = Readonly<Record<string, unknown>>
type Found = Pick<Fact, "kind" | "name"> | undefined

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value

const visit = (root: unknown, onNode: (node: Node, parent: Node | undefined, key: string) => void): void => {
  const inner = (value: unknown, parent: Node | undefined, key: string): void => {
    if (Array.isArray(value)) return value.forEach((item) => inner(item, parent, key))
    if (!isNode(value)) return
    onNode(value, parent, key)
    for (const [childKey, child] of Object.entries(value)) inner(child, value, childKey)
  }
  inner(root, undefined, "")
}

const importOf = (node: Node): Found => {
  const source = [
    "ImportDeclaration",
    "ExportNamedDeclaration",
    "ExportAllDeclaration",
    "ImportExpression",
    "TSImportType"
  ].includes(String(node["type"]))
    ? node["source"]
    : isNewUrl(node)
      ? firstArgument(node)
      : undefined
  if (!isNode(source)) return undefined
  return typeof source["value"] === "string"
    ? { kind: "import", name: source["value"] }
    : { kind: "use", name: "import of something computed" }
}

/** `new URL("./pow.worker.ts", import.meta.url)` names another module as surely as an import does. */
const isNewUrl = (node: Node): boolean => {
  const target = firstArgument(node)
  return (
    node["type"] === "NewExpression" &&
    nameOf(node["callee"]) === "URL" &&
    isNode(target) &&
    /^\.{1,2}\/.*\.ts$/.test(String(target["value"]))
  )
}

const firstArgument = (node: Node): unknown => (Array.isArray(node["arguments"]) ? node["arguments"][0] : undefined)

const useOf = (node: Node, parent: Node | undefined, key: string): Found => {
  const use = (name: string): Found => ({ kind: "use", name })
  const type = node["type"]
  if (type === "TSAnyKeyword") return use("any")
  if (type === "TSNonNullExpression") return use("!")
  // `new Date(millis)` formats a time, `new Date()` reads the clock, `Date()` too.
  const isDate = nameOf(node["callee"]) === "Date"
  if (isDate && (type === "CallExpression" || (type === "NewExpression" && firstArgument(node) === undefined))) {
    return use("Date()")
  }
  if (type === "MemberExpression") {
    const object = nameOf(node["object"])
    const property = nameOf(node["property"])
    if (members.has(`${object}.${property}`)) return use(`${object}.${property}`)
    if (object === "Effect" && property.startsWith("log")) return use("Effect.log")
    if (globalObjects.has(object) && (globals.has(property) || timers.has(property))) return use(property)
    if (markup.has(property)) return use(property)
  }
  // The name of a property is no use; in `{ console }` the same name stands a second time, as the value.
  if ((key === "property" || key === "key") && parent?.["computed"] === false) return undefined
  const name = nameOf(node)
  return globals.has(name) || timers.has(name) || markup.has(name) ? use(name) : undefined
}

const nameOf = (node: unknown): string =>
  isNode(node) && node["type"] === "Identifier" && typeof node["name"] === "string" ? node["name"] : ""
