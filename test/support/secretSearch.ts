/**
 * Looks for a secret in recorded bytes, in every spelling in which it could have leaked.
 */

/** A secret and what to call it in a failure. */
export interface Secret {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The spellings of a secret that still occur whatever stands around it. */
const spellings = (secret: Uint8Array): ReadonlyArray<readonly [string, Buffer]> => {
  const bytes = Buffer.from(secret)
  const text = bytes.toString("utf8")
  const hex = bytes.toString("hex")
  return [
    ["raw", bytes],
    ["reversed", Buffer.from(bytes.toReversed())],
    ["hex", Buffer.from(hex)],
    ["HEX", Buffer.from(hex.toUpperCase())],
    ["hex with separators", Buffer.from(hex.replace(/..(?=.)/g, "$&:"))],
    ["decimal list", Buffer.from(bytes.join(","))],
    ["decimal list with blanks", Buffer.from(bytes.join(", "))],
    ["UTF-16", Buffer.from(text, "utf16le")],
    ["percent-encoded", Buffer.from(encodeURIComponent(text))],
    ["percent-encoded bytes", Buffer.from(hex.replace(/../g, "%$&"))],
    ["JSON", Buffer.from(JSON.stringify(text).slice(1, -1))],
    ...base64Spellings(bytes)
  ]
}

/** base64 of the secret at each of the three places it can have in a larger input, without the characters at the rims. */
const base64Spellings = (bytes: Buffer): ReadonlyArray<readonly [string, Buffer]> =>
  [0, 1, 2].flatMap((before) => {
    const spelled = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(3)]).toString("base64")
    const from = Math.ceil((before * 4) / 3)
    const whole = spelled.slice(from, Math.floor(((before + bytes.length) * 4) / 3))
    return [
      [`base64 at offset ${before}`, Buffer.from(whole)] as const,
      [`base64url at offset ${before}`, Buffer.from(whole.replaceAll("+", "-").replaceAll("/", "_"))] as const
    ]
  })

/** Every place where a secret stands in a recording: `name: spelling`. */
export const findSecrets = (
  recordings: ReadonlyArray<Uint8Array>,
  secrets: ReadonlyArray<Secret>
): ReadonlyArray<string> =>
  secrets.flatMap(({ name, bytes }) =>
    spellings(bytes)
      .filter(([, spelling]) =>
        recordings.some((recording) =>
          Buffer.from(recording.buffer, recording.byteOffset, recording.length).includes(spelling)
        )
      )
      .map(([spelling]) => `${name}: ${spelling}`)
  )
