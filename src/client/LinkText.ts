/**
 * A text that holds a link, made readable: what mail programs, messengers and word processors put in place of plain
 * characters, taken back. Pure. It knows how characters travel, and nothing of links but the names of their fields.
 *
 * `%23` stays as it is: whether a `#` was sent to the relay is for the doctor to say.
 */

/** What was done to a text to make a link of it. */
export type LinkRepair =
  /** Text, quotes or brackets around it were left out. */
  | "surroundings"
  /** `&amp;`, `%26`, `=3D`, `\_` and their like were turned back. */
  | "characters"
  /** Invisible characters were taken out. */
  | "invisible"
  /** Parts that stood on several lines were joined. */
  | "breaks"
  /** The beginning of the address was completed. */
  | "address"
  /** The `#` or a `&` was put back. */
  | "separators"
  /** What others have added to it, to follow who opens it, was left out. */
  | "additions"

/** The text in plain characters, and what that took. */
export const readableText = (text: string): { readonly text: string; readonly repairs: ReadonlyArray<LinkRepair> } => {
  const visible = text.replace(invisible, "").replace(encodedInvisible, "")
  const plain = [quotedPrintable, entities, escapes, wholeAddresses, percentSigns, entities, lookAlikes].reduce(
    (read, step) => step(read),
    visible
  )
  return {
    text: plain,
    repairs: [
      ...(visible === text ? [] : (["invisible"] as const)),
      ...(plain === visible ? [] : (["characters"] as const))
    ]
  }
}

/** Soft hyphens, zero-width characters, marks of direction, variation selectors: what Unicode says to show nothing for. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u{202A}-\u{202E}]/gu

/** The same in percent signs, where it is common: U+00AD, U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF. */
const encodedInvisible = new RegExp(
  "%C2%AD|%E2%80%8[B-F]|%E2%80%A[A-E]|%E2%81%A[0-9A-F]|%EF%BB%BF".replaceAll("%", "%(?:25)*"),
  "gi"
)

/**
 * RFC 2045 section 6.7: `=3D` for `=`, `=` at the end of a line. A value may itself begin with 3D, so its length decides.
 */
const quotedPrintable = (text: string): string => {
  const joined = text.replace(/=\r?\n/g, "")
  if (!/kp?=3D[\w-]{43}(?![\w-])/.test(joined)) return text
  return joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

const entityNames: Readonly<Record<string, string>> = {
  amp: "&",
  num: "#",
  equals: "=",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  zwnj: "",
  zwj: "",
  lowbar: "_",
  UnderBar: "_",
  hyphen: "-",
  dash: "-",
  sol: "/",
  colon: ":",
  period: ".",
  quest: "?"
}

/** HTML character references, also those that were escaped more than once (`&amp;amp;`). */
const entities = (text: string): string => {
  const read = text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entityNames[String(name)] ?? entityNames[String(name).toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code === 0xad || (code >= 0x200b && code <= 0x200f) ? "" : String.fromCodePoint(code)
  })
  return read === text ? text : entities(read)
}

/** JSON (`\u0026`, `\/`) and Markdown (`\_`). */
const escapes = (text: string): string =>
  text
    .replace(/\\u00([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(?=[\p{P}\p{S}])/gu, "")

/** An address that was encoded as a whole, to be a parameter of another: `https%3A%2F%2F…`, perhaps several times. */
const wholeAddresses = (text: string): string =>
  text.replace(/https?(?:%(?:25)*3A)(?:%(?:25)*2F){2}\S*/gi, (run) => {
    let read = run
    while (/^https?%/i.test(read)) {
      const decoded = decoded7Bit(read)
      if (decoded === read) break
      read = decoded
    }
    return read
  })

/** One level of percent signs, for ASCII: a link holds nothing else. */
const decoded7Bit = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** `%26`, `%3D`, `%2D`, `%5F`, perhaps several times encoded. They never belong to a value. */
const percentSigns = (text: string): string =>
  text
    .replace(/%(?:25)*(26|3D|2D|5F)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/%(?:25)+23/g, "%23")

/** Wide forms, other hyphens, and the one long dash that stands for two hyphens; `[.]` and hxxp of the careful. */
const lookAlikes = (text: string): string =>
  text
    .replace(/[\u{FF01}-\u{FF5E}]/gu, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/[\u{2010}\u{2011}\u{2012}\u{2013}\u{2212}]/gu, "-")
    .replace(/\u{2014}/gu, "--")
    .replace(/\[\.\]/g, ".")
    .replace(/\bhxxp(?=s?:)/gi, "http")
