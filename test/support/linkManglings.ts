/**
 * What happens to a link on its way from one person to another, as functions from text to text.
 */

/** What mangles a link, and what the doctor must make of the result. */
export interface Mangling {
  readonly name: string
  readonly mangle: (link: string) => string
}

const soft = "\u00AD"
const zeroWidth = "\u200B"

/** Puts something in at a share of the length. */
const inserted = (link: string, share: number, text: string): string => {
  const at = Math.floor(link.length * share)
  return link.slice(0, at) + text + link.slice(at)
}

/** The field of the key, with or without a password beside the link. */
const keyField = /kp?=/

/** Where a field's value begins. */
const valueStart = (link: string, field: RegExp): number => link.search(field) + (field.exec(link)?.[0].length ?? 0)

/** Puts something in after so many characters of a field's value; a link that has lost the field stays as it is. */
const insideValue = (link: string, field: RegExp, at: number, text: string): string => {
  if (!field.test(link)) return link
  const start = valueStart(link, field) + at
  return link.slice(0, start) + text + link.slice(start)
}

/** Repaired: the same link comes out. */
export const repairable: ReadonlyArray<Mangling> = [
  { name: "nothing", mangle: (link) => link },
  { name: "spaces around it", mangle: (link) => `  ${link}\t\n` },
  { name: "a final full stop", mangle: (link) => `${link}.` },
  { name: "a final comma", mangle: (link) => `${link},` },
  { name: "a final ellipsis", mangle: (link) => `${link}…` },
  { name: "a final question mark", mangle: (link) => `${link}?` },
  { name: "a final hyphen", mangle: (link) => `${link}-` },
  { name: "parentheses and a full stop", mangle: (link) => `(${link}).` },
  { name: "angle brackets", mangle: (link) => `<${link}>` },
  { name: "straight quotes", mangle: (link) => `"${link}"` },
  { name: "curly quotes", mangle: (link) => `“${link}”` },
  { name: "angular quotes", mangle: (link) => `«${link}»` },
  { name: "backticks", mangle: (link) => `\`${link}\`` },
  { name: "a sentence around it", mangle: (link) => `Hi Ana, come to ${link}, I wait there.` },
  { name: "a label before it", mangle: (link) => `Link:${link}` },
  { name: "a line before it and a greeting after it", mangle: (link) => `Here it is:\n${link}\n\nBest, Otto` },
  { name: "a Markdown link", mangle: (link) => `[come in](${link})` },
  { name: "a Markdown link whose text is the link", mangle: (link) => `[${link}](${link})` },
  { name: "a Slack link with its text", mangle: (link) => `<${link}|come in>` },
  { name: "bold type", mangle: (link) => `**${link}**` },
  { name: "italic type", mangle: (link) => `_${link}_` },
  { name: "an HTML anchor", mangle: (link) => `<a href="${link.replaceAll("&", "&amp;")}">come in</a>` },
  { name: "&amp;", mangle: (link) => link.replaceAll("&", "&amp;") },
  { name: "&amp;amp;", mangle: (link) => link.replaceAll("&", "&amp;amp;") },
  { name: "numeric references", mangle: (link) => link.replaceAll("&", "&#38;").replaceAll("=", "&#x3D;") },
  { name: "a named reference for the #", mangle: (link) => link.replaceAll("#", "&num;") },
  { name: "%26", mangle: (link) => link.replaceAll("&", "%26") },
  { name: "%3D and %26", mangle: (link) => link.replaceAll("=", "%3D").replaceAll("&", "%26") },
  { name: "%3d, %26 and a second time", mangle: (link) => link.replaceAll("=", "%253d").replaceAll("&", "%2526") },
  { name: "%5F and %2D", mangle: (link) => link.replaceAll("_", "%5F").replaceAll("-", "%2D") },
  { name: "the whole of it percent-encoded", mangle: (link) => encodeURIComponent(link) },
  { name: "the whole of it encoded twice", mangle: (link) => encodeURIComponent(encodeURIComponent(link)) },
  { name: "JSON escapes", mangle: (link) => link.replaceAll("/", "\\/").replaceAll("&", "\\u0026") },
  { name: "Markdown escapes", mangle: (link) => link.replaceAll(/[_#&=-]/g, "\\$&") },
  {
    name: "quoted-printable",
    mangle: (link) =>
      link
        .replaceAll("=", "=3D")
        .replaceAll(/(.{70})(?=.)/g, "$1=\r\n")
        .replaceAll(/==\r\n3D/g, "=3D=\r\n")
  },
  { name: "a line break in the key", mangle: (link) => insideValue(link, keyField, 20, "\n") },
  { name: "a line break and an indent in the key", mangle: (link) => insideValue(link, keyField, 31, "\r\n    ") },
  { name: "a line break before the #", mangle: (link) => link.replace("#", "\n#") },
  { name: "a line break behind the &", mangle: (link) => link.replace("&s", "&\ns") },
  { name: "a line break in the room ID", mangle: (link) => insideValue(link, /\/r\//, 9, "\n") },
  { name: "a space in the key", mangle: (link) => insideValue(link, keyField, 7, " ") },
  { name: "soft hyphens", mangle: (link) => inserted(inserted(link, 0.3, soft), 0.8, soft) },
  { name: "zero-width spaces", mangle: (link) => inserted(inserted(link, 0.1, zeroWidth), 0.6, zeroWidth) },
  { name: "a byte order mark", mangle: (link) => `\uFEFF${link}` },
  { name: "marks of direction around it", mangle: (link) => `\u2068${link}\u2069` },
  { name: "a non-breaking hyphen for each hyphen", mangle: (link) => link.replaceAll("-", "\u2011") },
  { name: "a long dash for two hyphens", mangle: (link) => link.replaceAll("--", "\u2014") },
  { name: "wide characters", mangle: (link) => link.replace("#", "＃").replaceAll("=", "＝").replaceAll("&", "＆") },
  {
    name: "a capital scheme and host",
    mangle: (link) => link.replace(/^https:\/\/[^/]+/, (origin) => origin.toUpperCase())
  },
  { name: "a scheme with one capital", mangle: (link) => link.replace(/^https/, "Https") },
  { name: "no scheme", mangle: (link) => link.replace(/^https:\/\//, "") },
  { name: "one slash", mangle: (link) => link.replace("://", ":/") },
  { name: "no colon", mangle: (link) => link.replace("://", "//") },
  { name: "a defused scheme", mangle: (link) => link.replace(/^https/, "hxxps") },
  { name: "tracking behind the path", mangle: (link) => link.replace("#", "?utm_source=mail&fbclid=IwAR0x#") },
  { name: "tracking at the end", mangle: (link) => `${link}&utm_source=mail&utm_medium=chat` },
  { name: "tracking at the end with a question mark", mangle: (link) => `${link}?fbclid=IwAR0x` },
  { name: "tracking before the key", mangle: (link) => link.replace("#", "#utm_source=mail&") },
  { name: "a slash behind the room ID", mangle: (link) => link.replace("#", "/#") },
  { name: "a slash at the end", mangle: (link) => `${link}/` },
  { name: "a space for the #", mangle: (link) => link.replace("#", " ") },
  { name: "a space for the &", mangle: (link) => link.replace("&s=", " s=") },
  { name: "no & at all", mangle: (link) => link.replace("&s=", "s=") },
  { name: "the link twice", mangle: (link) => `${link}\n${link}` },
  { name: "a Markdown link whose text is cut short", mangle: (link) => `[${link.slice(0, 60)}…](${link})` },
  { name: "another link before it", mangle: (link) => `See https://example.org/about first, then ${link}` }
]

/** Named: nothing can be known for sure, or the room must not be used. */
export const faulty: ReadonlyArray<Mangling & { readonly reason: string }> = [
  { name: "%23 for the #", mangle: (link) => link.replace("#", "%23"), reason: "secrets-exposed" },
  { name: "%2523 for the #", mangle: (link) => link.replace("#", "%2523"), reason: "secrets-exposed" },
  { name: "no # at all", mangle: (link) => link.replace("#", ""), reason: "secrets-exposed" },
  { name: "a question mark for the #", mangle: (link) => link.replace("#", "?"), reason: "secrets-exposed" },
  {
    name: "both the link and one that was exposed",
    mangle: (link) => `${link.replace("#", "%23")} ${link}`,
    reason: "secrets-exposed"
  },
  {
    name: "inside another site's address",
    mangle: (link) => `https://redirect.example/?url=${encodeURIComponent(link)}`,
    reason: "read-by-another-site"
  },
  {
    name: "inside another site's address as it is",
    mangle: (link) => `https://redirect.example/l?u=${link}`,
    reason: "read-by-another-site"
  },
  { name: "cut before the #", mangle: (link) => link.slice(0, link.indexOf("#")), reason: "fragment-missing" },
  { name: "cut behind the #", mangle: (link) => link.slice(0, link.indexOf("#") + 1), reason: "fragment-missing" },
  {
    name: "cut in the room ID",
    mangle: (link) => link.slice(0, link.indexOf("#") - 5),
    reason: "room-id-wrong-length"
  },
  {
    name: "cut in the key",
    mangle: (link) => link.slice(0, valueStart(link, keyField) + 18),
    reason: "key-wrong-length"
  },
  { name: "cut behind the key", mangle: (link) => link.slice(0, link.indexOf("&s=")), reason: "secret-missing" },
  { name: "cut in the secret", mangle: (link) => link.slice(0, -3), reason: "secret-wrong-length" },
  {
    name: "cut in the secret, and a greeting",
    mangle: (link) => `${link.slice(0, -6)}\nThanks`,
    reason: "secret-wrong-length"
  },
  { name: "no key", mangle: (link) => link.replace(/kp?=[\w-]+&/, ""), reason: "key-missing" },
  { name: "its beginning cut off", mangle: (link) => link.slice(link.indexOf("#")), reason: "address-missing" },
  { name: "a broken host", mangle: (link) => link.replace("pug.ex", "pug.ex\n"), reason: "address-broken" },
  { name: "a broken scheme", mangle: (link) => link.replace("https", "htt\nps"), reason: "unsupported-scheme" },
  { name: "all letters small", mangle: (link) => link.toLowerCase(), reason: "letter-case-lost" },
  { name: "all letters capital", mangle: (link) => link.toUpperCase(), reason: "letter-case-lost" },
  { name: "a letter too many at the end", mangle: (link) => `${link}x`, reason: "secret-wrong-length" },
  { name: "another scheme", mangle: (link) => link.replace("https", "ftp"), reason: "unsupported-scheme" },
  {
    name: "two links with different keys",
    mangle: (link) => `${link} ${link.replace(/(kp?)=[\w-]{43}/, `$1=${"A".repeat(43)}`)}`,
    reason: "several-links"
  },
  { name: "the words of a person", mangle: () => "see you there", reason: "not-a-url" },
  { name: "nothing at all", mangle: () => " ", reason: "empty" }
]
