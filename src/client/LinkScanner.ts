/**
 * Finds what could be links in a readable text and reads each one's parts, as they stand. Pure; judges nothing but where
 * a part ends.
 *
 * Identifiers, key and secret have known lengths. So a value that was broken over lines can be joined again, and what
 * stands behind a value does not become part of it. Only where it makes up the exact length is a part joined. The field
 * of the key is `k`, or `kp` where a password is needed.
 */
import { seal } from "../protocol/Limits.ts"
import { textLength } from "../protocol/Identifiers.ts"
import type { LinkRepair } from "./LinkText.ts"

/** One thing that could be a link. */
export interface FoundLink {
  /** Everything before `/r/` or `/R/` up to the nearest space, bracket or quote, and where it begins. */
  readonly address: string
  readonly start: number
  readonly isUpperCase: boolean
  readonly roomId: string
  /** `#` and the fields `k` or `kp` and `s`, in one spelling; empty if there are none. */
  readonly fragment: string
  /** Key or secret stand where a browser would send them to the relay. */
  readonly isExposed: boolean
  /** Where it ends. */
  readonly end: number
  readonly repairs: ReadonlyArray<LinkRepair>
}

const idLength = textLength(16)
const fieldLengths: Readonly<Record<string, number>> = {
  k: textLength(seal.keyBytes),
  kp: textLength(seal.keyBytes),
  s: textLength(seal.secretBytes)
}

/** Everything in a text that could be a link, in order. */
export const findLinks = (text: string): ReadonlyArray<FoundLink> => {
  const found: Array<FoundLink> = []
  const pattern = /((?:https?:\/*\[[\da-f:.]+\])?[^\s<>"'`|\\^{}()[\]«»“”„‘’,;*#?]*)\/(r)\/\s*/gi
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const link = readLink(text, match.index, match[1] ?? "", match[2] === "R", pattern.lastIndex)
    found.push(link)
    pattern.lastIndex = link.end
  }
  return found
}

const queryAt = /\/?\?[^\s#<>"'`|(){}[\]]*/y
const hashAt = /\/?\s*#/y
const sentAt = /\/?(?:%23|&?kp?=)/y
const lostHashAt = /\/?\s+(?=kp?=)/y
const morePathAt = /\/[\w-][^\s#?<>"'`|(){}[\]]*/y

const readLink = (text: string, start: number, address: string, isUpperCase: boolean, at: number): FoundLink => {
  const id = readValue(text, at, idLength, /\s*\/?\s*(?:#|\?|%23|&?kp?=)/y)
  const query = matchAt(queryAt, text, id.end)
  const afterQuery = id.end + query.length
  const isExposed = /[?&;]kp?=[\w-]{43}/.test(query) || matchAt(sentAt, text, afterQuery) !== ""
  const hash = matchAt(hashAt, text, afterQuery)
  // A `#` that has become a space: what was behind it is in no address that somebody could have opened.
  const lostHash = matchAt(lostHashAt, text, afterQuery)
  const separator = hash === "" ? lostHash : hash
  const fields = isExposed || separator === "" ? undefined : readFields(text, afterQuery + separator.length)
  const morePath = fields === undefined && !isExposed && query === "" ? matchAt(morePathAt, text, id.end) : ""
  return {
    address,
    start,
    isUpperCase,
    roomId: id.value + morePath,
    fragment: fields === undefined ? "" : `#${fields.text}`,
    isExposed,
    end: fields?.end ?? afterQuery + morePath.length,
    repairs: [
      ...(id.isJoined || /\s/.test(hash) ? (["breaks"] as const) : []),
      ...(query === "" ? [] : (["additions"] as const)),
      ...(lostHash === "" ? [] : (["separators"] as const)),
      ...(fields?.repairs ?? [])
    ]
  }
}

interface Fields {
  readonly text: string
  readonly end: number
  readonly repairs: ReadonlySet<LinkRepair>
}

const readFields = (text: string, start: number): Fields => {
  const pairs: Array<string> = []
  const repairs = new Set<LinkRepair>()
  const nameAt = /(\s*[&;]*\s*)(?:(kp?|s)\s*=\s*|[\w.-]+=[^\s&;<>"'`|(){}[\]]*)/y
  let at = start
  while (true) {
    nameAt.lastIndex = at
    const match = nameAt.exec(text)
    const [, separator = "", name] = match ?? []
    if (match === null) break
    const isSeparated = /[&;]/.test(separator) || at === start
    if (name === undefined) {
      if (!isSeparated || /\s/.test(separator)) break
      repairs.add("additions")
      at = nameAt.lastIndex
      continue
    }
    // Without a separator it is the next field only if it is the one that is not there yet.
    if (!isSeparated && pairs.some((pair) => pair.startsWith(`${name}=`))) break
    if (!isSeparated) repairs.add("separators")
    const value = readValue(text, nameAt.lastIndex, fieldLengths[name] ?? 0, /\s*[&;]*\s*(?:kp?|s)\s*=/y)
    if (value.isJoined || /\s/.test(match[0])) repairs.add("breaks")
    pairs.push(`${name}=${value.value}`)
    at = value.end
  }
  return { text: pairs.join("&"), end: at, repairs }
}

interface Value {
  readonly value: string
  readonly end: number
  readonly isJoined: boolean
}

const pieceAt = /[\w-]+/y
const spaceAt = /\s+/y
/** What no value holds, but stands where one should be: it stays with it, so that it is refused. */
const foreignAt = /[\p{L}\p{N}_=+~%$@-]+/uy
/** A word or a number, as people write them. A part of a value that looks so may be the text behind it. */
const word = /^(?:[A-Z]?[a-z]*|[A-Z]+|\d+)$/

/**
 * The value of `length` characters that begins at `start`. Pieces behind spaces are joined to it if they make up the
 * exact length, and if either `next` follows or none of them reads like a word.
 */
const readValue = (text: string, start: number, length: number, next: RegExp): Value => {
  const first = matchAt(pieceAt, text, start)
  const joined = joinPieces(text, start, length, next)
  if (joined !== undefined) return joined
  const end = start + first.length
  const followed = cutAtNext(text, start, first, length, next)
  if (followed !== undefined) return { value: followed, end: start + followed.length, isJoined: false }
  const kept = first.length > length && /^[-_]+$/.test(first.slice(length)) ? first.slice(0, length) : first
  const foreign = kept === first && matchAt(next, text, end) === "" ? matchAt(foreignAt, text, end) : ""
  return { value: kept + foreign, end: end + foreign.length, isJoined: false }
}

/** The next field may follow without a separator. */
const cutAtNext = (text: string, start: number, piece: string, length: number, next: RegExp): string | undefined =>
  piece.length > length && matchAt(next, text, start + length) !== "" ? piece.slice(0, length) : undefined

const joinPieces = (text: string, start: number, length: number, next: RegExp): Value | undefined => {
  let value = matchAt(pieceAt, text, start)
  let at = start + value.length
  let reads = false
  while (value.length > 0 && value.length < length) {
    const space = matchAt(spaceAt, text, at)
    const piece = matchAt(pieceAt, text, at + space.length)
    if (space === "" || piece === "") return undefined
    const taken = cutAtNext(text, at + space.length, piece, length - value.length, next) ?? piece
    reads ||= word.test(taken)
    value += taken
    at += space.length + taken.length
  }
  if (value.length !== length || at === start + length) return undefined
  return !reads || matchAt(next, text, at) !== "" ? { value, end: at, isJoined: true } : undefined
}

const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ""
}
