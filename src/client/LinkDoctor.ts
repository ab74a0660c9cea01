/**
 * The link doctor: makes a good link of what mail programs, messengers, word processors and hasty fingers left of one,
 * or names what is wrong with it. PROTOCOL.md section 2.2.
 *
 * Pure. It puts back what can be known and never guesses: whatever it returns has been read by parseRoomLink, and a text
 * that can be read in two ways is a fault. A link that would show its secrets to the relay when opened stays one,
 * because nobody knows who has opened it.
 */
import { Result } from "effect"
import { findLinks, type FoundLink } from "./LinkScanner.ts"
import { type LinkRepair, readableText } from "./LinkText.ts"
import { formatRoomLink, parseRoomLink, type RoomLink, RoomLinkInvalid, type RoomLinkProblem } from "./RoomLink.ts"

export interface ExaminedLink {
  readonly link: RoomLink
  /** What it took, each once; empty for a link that was whole. */
  readonly repairs: ReadonlyArray<LinkRepair>
}

/**
 * Reads the room link in a text.
 *
 * @param home The relay of this page, an URL without trailing slash: it completes a link whose beginning is missing.
 */
export const examineLink = (text: string, home?: string): Result.Result<ExaminedLink, RoomLinkInvalid> => {
  const readable = readableText(text)
  const found = findLinks(readable.text)
  if (found.length === 0) return withoutAddress(readable.text, readable.repairs, home)
  const read = found.map((each) => readFound(readable.text, each, home))
  const exposed = found.find(({ isExposed }) => isExposed)
  const good = read.flatMap((each) => (Result.isSuccess(each) ? [each.success] : []))
  const [first, ...others] = good
  if (exposed !== undefined && (first === undefined || good.some(({ link }) => link.roomId === exposed.roomId))) {
    return fault("secrets-exposed")
  }
  if (first === undefined)
    return fault(worst(read.flatMap((each) => (Result.isFailure(each) ? [each.failure.reason] : []))))
  const whole = formatRoomLink(first.link)
  const isAnother = others.some(({ link }) => formatRoomLink(link) !== whole)
  // One that is shown cut short beside the whole one is no other.
  if (isAnother || found.some(({ fragment }) => fragment !== "" && !hasFields(whole, fragment)))
    return fault("several-links")
  const isAlone = readable.text.trim().length === (found[0]?.end ?? 0) - (found[0]?.start ?? 0)
  const surroundings = isAlone ? [] : (["surroundings"] as const)
  return Result.succeed({
    link: first.link,
    repairs: [...new Set([...readable.repairs, ...first.repairs, ...surroundings])]
  })
}

const fault = (reason: RoomLinkProblem) => Result.fail(new RoomLinkInvalid({ reason }))

/** Whether the fields of a fragment, or what is left of them, are those of the link. */
const hasFields = (link: string, fragment: string): boolean =>
  fragment
    .slice(1)
    .split("&")
    .every((field) => link.includes(`#${field}`) || link.includes(`&${field}`))

/** Of several faults the one that says most: a bare address beside the link says least. */
const worst = (problems: ReadonlyArray<RoomLinkProblem>): RoomLinkProblem =>
  problems.find((problem) => problem !== "not-a-room-link" && problem !== "fragment-missing") ??
  problems.find((problem) => problem === "fragment-missing") ??
  "not-a-room-link"

const readFound = (text: string, found: FoundLink, home: string | undefined) =>
  Result.gen(function* () {
    if (found.isExposed) return yield* fault("secrets-exposed")
    const { address, isCompleted } = yield* readAddress(text, found, home)
    if (isCaseLost(found) || (found.isUpperCase && /[#&]KP?=/.test(text.slice(found.start, found.end))))
      return yield* fault("letter-case-lost")
    const link = yield* parseRoomLink(`${address}/r/${found.roomId}${found.fragment}`)
    return { link, repairs: isCompleted ? [...found.repairs, "address" as const] : found.repairs }
  })

interface Address {
  readonly address: string
  readonly isCompleted: boolean
}

const schemeAndRest = /(https?)(?::\/{1,3}|\/\/|:)(?=[^/])([^]*)$/i
const otherScheme = /[a-z][a-z0-9+.-]*:\/\//i
const bareHost = /^(?:localhost|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)(?::\d{1,5})?(?:\/|$)/iu

/** Scheme, host and prefix of a link, from what stands before its `/r/`. */
const readAddress = (
  text: string,
  found: FoundLink,
  home: string | undefined
): Result.Result<Address, RoomLinkInvalid> => {
  const { address, start } = found
  const [, scheme = "", rest = ""] = schemeAndRest.exec(address) ?? []
  if (scheme !== "") {
    const before =
      text.slice(0, start) + address.slice(0, address.length - (schemeAndRest.exec(address)?.[0].length ?? 0))
    if (/\/\/\S*[=/?&]$/.test(before)) return fault("read-by-another-site")
    if (rest.includes("://")) return fault("several-links")
    // A line that ended there, encoded: a relay's address has no such characters.
    if (/%[01]/.test(rest)) return fault("address-broken")
    const whole = `${scheme}://${rest}`
    return Result.succeed({ address: whole, isCompleted: !address.endsWith(whole) })
  }
  if (otherScheme.test(address)) return fault("unsupported-scheme")
  const broken = /(https?[:/]+\S*)\s+$/i.exec(text.slice(0, start))?.[1]
  if (broken !== undefined && !broken.includes("#")) return joinedAddress(broken, address, home)
  if (/[/\w]$/.test(text.slice(0, start)) && address.startsWith("/")) return fault("address-broken")
  const bare = address.replace(/^.*[:=]\/*(?=[\p{L}])/u, "")
  if (home !== undefined && (address === "" || address === new URL(home).pathname.replace(/\/$/, ""))) {
    return Result.succeed({ address: home, isCompleted: true })
  }
  if (!bareHost.test(bare)) return fault(address === "" ? "address-missing" : "address-broken")
  if (home !== undefined && bare.toLowerCase() === home.replace(/^https?:\/\//, "")) {
    return Result.succeed({ address: home, isCompleted: true })
  }
  // Behind other words it may be the second half of a host that was broken in two.
  return /[\p{L}\p{N}]/u.test(text.slice(0, start))
    ? fault("address-broken")
    : Result.succeed({ address: `https://${bare}`, isCompleted: true })
}

/** An address in two lines, or an address and then a link: only this page's own relay can tell. */
const joinedAddress = (
  before: string,
  address: string,
  home: string | undefined
): Result.Result<Address, RoomLinkInvalid> => {
  const isHome = (url: string): boolean =>
    home !== undefined && URL.canParse(url) && new URL(url).href === new URL(home).href
  const [, scheme = "", rest = ""] = schemeAndRest.exec(before) ?? []
  const reading = [`${scheme}://${rest}${address}`, `https://${address}`, `http://${address}`].find(isHome)
  return reading === undefined || home === undefined
    ? fault("address-broken")
    : Result.succeed({ address: home, isCompleted: true })
}

/** Too many different letters, all small or all capital, to be chance (2^-60). */
const isCaseLost = ({ roomId, fragment }: FoundLink): boolean => {
  const values = roomId + fragment.replace(/[#&](?:kp?|s)=/g, "")
  const letters = [...new Set(values.replace(/[^A-Za-z]/g, ""))]
  return letters.length >= 16 && (/^[a-z]+$/.test(letters.join("")) || /^[A-Z]+$/.test(letters.join("")))
}

/** A text without `/r/`: the end of a link, `<room ID>#k=…&s=…`, or none at all. */
const withoutAddress = (
  text: string,
  repairs: ReadonlyArray<LinkRepair>,
  home: string | undefined
): Result.Result<ExaminedLink, RoomLinkInvalid> => {
  const bare = text.trim()
  const [, id, fields = ""] = /(?:^|\s)([\w-]{22})?#((?:kp?|s)=[^]*)$/.exec(bare) ?? []
  if (id === undefined)
    return fields === "" ? Result.map(parseRoomLink(bare), (link) => ({ link, repairs })) : fault("address-missing")
  if (home === undefined) return fault("address-missing")
  const [found] = findLinks(`/r/${id}#${fields}`)
  if (found === undefined) return fault("address-missing")
  return Result.map(readFound("", found, home), (read) => ({
    link: read.link,
    repairs: [...new Set([...repairs, ...read.repairs, "address" as const])]
  }))
}
