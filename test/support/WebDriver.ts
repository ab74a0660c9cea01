/**
 * One page in a browser, by the little that every engine's own driver can do: go to an address, ask the page, move
 * pointer and keys as a hand does. Firefox.ts and WebKit.ts are those drivers; Visitor.ts is who uses them.
 */

export interface WebDriver {
  readonly navigate: (url: string) => Promise<void>
  /** The value of an expression in the page: what JSON can hold of it. */
  readonly evaluate: (expression: string) => Promise<unknown>
  readonly perform: (source: InputSource) => Promise<void>
  readonly close: () => Promise<void>
}

/** Something that is moved and pressed, as W3C WebDriver and WebDriver BiDi both write it. */
export interface InputSource {
  readonly type: "pointer" | "key"
  readonly id: string
  readonly actions: ReadonlyArray<Readonly<Record<string, unknown>>>
}
