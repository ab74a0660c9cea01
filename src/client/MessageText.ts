/**
 * What a message is made of: text, `code`, **bold** and links. A small subset, so that what is typed is what is read.
 *
 * Pure: it returns parts for text bindings, never markup. A message comes from somebody who may mean harm, so reading
 * takes time linear in its length, and a link is what it looks like: http or https, no user name before the host, no
 * character that turns the direction of writing. An address without a scheme stays text, because guessing would link
 * file names ("readme.md").
 */

export type MessagePart =
  | { readonly _tag: "Text"; readonly text: string }
  /** `isBlock`: between three backticks. */
  | { readonly _tag: "Code"; readonly text: string; readonly isBlock: boolean }
  | { readonly _tag: "Bold"; readonly parts: ReadonlyArray<MessagePart> }
  | { readonly _tag: "Link"; readonly text: string; readonly href: string }

/** The parts of a message, in order. Marks that are not closed, or have nothing between them, stay text. */
export const partsOf = (body: string): ReadonlyArray<MessagePart> => {
  const parts: Array<MessagePart> = []
  let end = 0
  for (const match of body.matchAll(marked)) {
    const { part, length } = partOf(match)
    if (part === undefined) continue
    if (match.index > end) parts.push({ _tag: "Text", text: body.slice(end, match.index) })
    parts.push(part)
    end = match.index + length
  }
  if (end < body.length) parts.push({ _tag: "Text", text: body.slice(end) })
  return parts
}

/**
 * Each alternative ends at the first character that cannot belong to it, so nothing is read twice. A link also ends at
 * the punctuation of scripts that write no spaces, and at marks of direction.
 */
const marked =
  /\n?```\n?(?<block>\s*[^`\s][^`]*)```\n?|`(?<code>[^\S\n]*[^`\s][^`\n]*)`|\*\*(?<bold>[^*\s](?:[^*\n]*[^*\s])?)\*\*|\b(?<link>https?:\/\/[^\s<>"`*|\\^{}。、！？，；：「」『』（）【】《》〈〉\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+)/giu

/** What a match means, and how much of the text it takes. */
const partOf = ({
  0: whole,
  groups
}: RegExpMatchArray): { readonly part: MessagePart | undefined; readonly length: number } => {
  const { block, code, bold, link } = groups ?? {}
  if (block !== undefined) {
    return { part: { _tag: "Code", text: block.replace(/\n$/, ""), isBlock: true }, length: whole.length }
  }
  if (code !== undefined) return { part: { _tag: "Code", text: code, isBlock: false }, length: whole.length }
  if (bold !== undefined) return { part: { _tag: "Bold", parts: partsOf(bold) }, length: whole.length }
  const text = withoutTail(link ?? "")
  const href = safeHref(text)
  return { part: href === undefined ? undefined : { _tag: "Link", text, href }, length: text.length }
}

/** Without the punctuation of the sentence around it. A closing bracket stays if it closes one of the link's own. */
const withoutTail = (link: string): string => {
  let surplus = count(link, ")") - count(link, "(")
  let end = link.length
  for (; end > 0; end--) {
    const last = link.charAt(end - 1)
    if (last === ")" && surplus > 0) surplus--
    else if (!/[.,;:!?'\]_~…’”»]/.test(last)) break
  }
  return link.slice(0, end)
}

const count = (text: string, character: string): number => text.split(character).length - 1

const safeHref = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined
  const { protocol, username, password, href } = new URL(text)
  const isWeb = protocol === "https:" || protocol === "http:"
  return isWeb && username === "" && password === "" ? href : undefined
}
