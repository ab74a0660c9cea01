/**
 * What a WebSocket server must do with what a client sends, by section of RFC 6455: a table of bytes and outcomes.
 */
import { maxFragments, maxMessageBytes } from "../../src/protocol/Limits.ts"
import { closeFrame, rawFrame } from "../support/RawWebSocket.ts"

export interface Case {
  readonly name: string
  readonly sent: Buffer
  /** The server's frames before its close frame, as opcode and payload. */
  readonly echoed: ReadonlyArray<readonly [opcode: number, payload: Buffer]>
  /** The code of the server's close frame; 1005 is one without a code. */
  readonly code: number
}

const text = 1
const binary = 2
const ping = 9
const pong = 10
const goodbye = closeFrame(1000)
const protocolError = 1002
const limit = maxMessageBytes.default

/** What the server sends besides its close frame. */
const heard = (opcode: number, payload: Buffer): readonly [number, Buffer] => [opcode, payload]

const filled = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, at) => 97 + (at % 26)))

/** Echoed as it was sent, then a normal goodbye. */
const echoes = (name: string, opcode: number, payload: Buffer, sent = rawFrame(opcode, payload)): Case => ({
  name,
  sent: Buffer.concat([sent, goodbye]),
  echoed: [heard(opcode, payload)],
  code: 1000
})

/** Refused with a code; nothing is echoed. What follows the fault is a message that must not be answered. */
const refused = (name: string, code: number, ...sent: ReadonlyArray<Buffer>): Case => ({
  name,
  sent: Buffer.concat([...sent, rawFrame(binary, "late")]),
  echoed: [],
  code
})

const sizes = [0, 1, 2, 3, 4, 5, 124, 125, 126, 127, 128, 255, 256, 1_000, 4_095, 4_096, 8_191, limit - 1, limit]

const framing: ReadonlyArray<Case> = [text, binary].flatMap((opcode) =>
  sizes.map((size) => echoes(`5.2 opcode ${opcode}, ${size} bytes`, opcode, filled(size)))
)

const control: ReadonlyArray<Case> = [
  ...[0, 1, 124, 125].map((size) => ({
    name: `5.5.2 a ping of ${size} bytes is answered with a pong of the same`,
    sent: Buffer.concat([rawFrame(ping, filled(size)), goodbye]),
    echoed: [heard(pong, filled(size))],
    code: 1000
  })),
  {
    name: "5.5.2 ten pings are answered in order",
    sent: Buffer.concat([...Array.from({ length: 10 }, (_, at) => rawFrame(ping, `${at}`)), goodbye]),
    echoed: Array.from({ length: 10 }, (_, at) => heard(pong, Buffer.from(`${at}`))),
    code: 1000
  },
  {
    name: "5.5.3 a pong that nobody asked for is ignored",
    sent: Buffer.concat([rawFrame(pong, "unasked"), rawFrame(binary, "on"), goodbye]),
    echoed: [[binary, Buffer.from("on")]],
    code: 1000
  },
  ...[ping, pong, 8].flatMap((opcode) => [
    refused(
      `5.5 opcode ${opcode}, 126 bytes: too long for a control frame`,
      protocolError,
      rawFrame(opcode, filled(126))
    ),
    refused(
      `5.5 opcode ${opcode}, fragmented: control frames are whole`,
      protocolError,
      rawFrame(opcode, "", { fin: false })
    )
  ])
]

const reserved: ReadonlyArray<Case> = [text, binary, ping, pong, 8].flatMap((opcode) =>
  [1, 2, 3, 4, 5, 6, 7].map((rsv) =>
    refused(
      `5.2 opcode ${opcode}, reserved bits ${rsv}`,
      protocolError,
      rawFrame(opcode, opcode === 8 ? "" : "x", { rsv })
    )
  )
)

const opcodes: ReadonlyArray<Case> = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((opcode) =>
  ["", "payload"].map((payload) =>
    refused(`5.2 unknown opcode ${opcode}, ${payload.length} bytes`, protocolError, rawFrame(opcode, payload))
  )
)

const masking: ReadonlyArray<Case> = [text, binary, ping, 8].flatMap((opcode) =>
  [0, 5, 126]
    .filter((size) => opcode < 8 || size < 126)
    .map((size) =>
      refused(
        `5.1 opcode ${opcode}, ${size} bytes unmasked`,
        protocolError,
        rawFrame(opcode, opcode === 8 && size > 0 ? Buffer.from([3, 232, 97, 98, 99]) : filled(size), {
          isMasked: false
        })
      )
    )
)

const first = (opcode: number, payload: string) => rawFrame(opcode, payload, { fin: false })
const middle = (payload: Uint8Array | string) => rawFrame(0, payload, { fin: false })
const last = (payload: Uint8Array | string) => rawFrame(0, payload)

const fragmentation: ReadonlyArray<Case> = [
  ...[text, binary].flatMap((opcode) => [
    echoes(
      `5.4 opcode ${opcode} in two fragments`,
      opcode,
      Buffer.from("onetwo"),
      Buffer.concat([first(opcode, "one"), last("two")])
    ),
    echoes(
      `5.4 opcode ${opcode} in empty fragments`,
      opcode,
      Buffer.from("x"),
      Buffer.concat([first(opcode, ""), middle(""), middle("x"), last("")])
    ),
    echoes(
      `5.4 opcode ${opcode} in ${maxFragments} fragments`,
      opcode,
      filled(maxFragments),
      Buffer.concat([
        first(opcode, "a"),
        ...[...filled(maxFragments)].slice(1, -1).map((byte) => middle(Buffer.from([byte]))),
        last(filled(maxFragments).subarray(-1))
      ])
    ),
    refused(
      `5.4 opcode ${opcode} in ${maxFragments + 1} fragments: the relay's limit`,
      1008,
      first(opcode, "a"),
      ...Array.from({ length: maxFragments }, () => middle("a"))
    ),
    {
      name: `5.4 opcode ${opcode}, a ping between its fragments is answered first`,
      sent: Buffer.concat([first(opcode, "one"), rawFrame(ping, "now"), last("two"), goodbye]),
      echoed: [heard(pong, Buffer.from("now")), heard(opcode, Buffer.from("onetwo"))],
      code: 1000
    },
    refused(
      `5.4 opcode ${opcode}, a text between its fragments`,
      protocolError,
      first(opcode, "one"),
      rawFrame(text, "x")
    ),
    refused(
      `5.4 opcode ${opcode}, a binary message between its fragments`,
      protocolError,
      first(opcode, "one"),
      rawFrame(binary, "x")
    ),
    refused(`5.4 opcode ${opcode}, begun twice`, protocolError, first(opcode, "one"), first(opcode, "two")),
    {
      name: `5.4 opcode ${opcode}, a close between its fragments ends it`,
      sent: Buffer.concat([first(opcode, "one"), goodbye, last("two")]),
      echoed: [],
      code: 1000
    }
  ]),
  refused("5.4 a continuation of nothing", protocolError, last("x")),
  refused("5.4 a continuation of nothing that goes on", protocolError, middle("x")),
  {
    name: "5.4 a continuation behind a finished message",
    sent: Buffer.concat([rawFrame(binary, "whole"), last("x"), rawFrame(binary, "late")]),
    echoed: [[binary, Buffer.from("whole")]],
    code: protocolError
  },
  refused("5.4 fragments that together are too big", 1009, first(binary, "a"), last(filled(limit)))
]

const goodTexts = [
  "κόσμε",
  "Hellö",
  "日本",
  "🐶",
  "\u0000",
  "\u007f",
  "\u0080",
  "\u07ff",
  "\u0800",
  "\uffff",
  "\u{10000}",
  "\u{10ffff}",
  "\ufeffx"
]

const badTexts = {
  "a lone continuation byte": [0x80],
  "a cut two-byte sequence": [0xc3],
  "a cut three-byte sequence": [0xe2, 0x82],
  "a cut four-byte sequence": [0xf0, 0x9f, 0x90],
  "an overlong slash in two bytes": [0xc0, 0xaf],
  "an overlong slash in three bytes": [0xe0, 0x80, 0xaf],
  "an overlong zero": [0xc0, 0x80],
  "a high surrogate": [0xed, 0xa0, 0x80],
  "a low surrogate": [0xed, 0xbf, 0xbf],
  "beyond U+10FFFF": [0xf4, 0x90, 0x80, 0x80],
  "a byte that is never used": [0xff],
  "a five-byte sequence": [0xf8, 0x88, 0x80, 0x80, 0x80]
}

const utf8: ReadonlyArray<Case> = [
  ...goodTexts.map((content) => echoes(`8.1 ${JSON.stringify(content)}`, text, Buffer.from(content))),
  echoes(
    "8.1 a character cut by two fragments",
    text,
    Buffer.from("🐶"),
    Buffer.concat([
      rawFrame(text, Buffer.from("🐶").subarray(0, 2), { fin: false }),
      last(Buffer.from("🐶").subarray(2))
    ])
  ),
  ...Object.entries(badTexts).flatMap(([name, bytes]) => [
    refused(`8.1 ${name}`, 1007, rawFrame(text, Buffer.from(bytes))),
    refused(`8.1 ${name}, in a second fragment`, 1007, first(text, "good"), last(Buffer.from(bytes))),
    echoes(`8.1 ${name}, in a binary message`, binary, Buffer.from(bytes))
  ])
]

const goodCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
const badCodes = [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]

const closing: ReadonlyArray<Case> = [
  ...goodCodes.map((code) => ({ name: `7.4 close ${code}`, sent: closeFrame(code, "so long"), echoed: [], code })),
  ...badCodes.map((code) => ({
    name: `7.4 close ${code}: no code for the wire`,
    sent: closeFrame(code),
    echoed: [],
    code: protocolError
  })),
  { name: "7.1.5 close without a code", sent: rawFrame(8), echoed: [], code: 1005 },
  { name: "5.5.1 close with half a code", sent: rawFrame(8, Buffer.from([3])), echoed: [], code: protocolError },
  { name: "5.5.1 close with the longest reason", sent: closeFrame(1000, filled(123)), echoed: [], code: 1000 },
  {
    name: "5.5.1 close with a reason that is not UTF-8",
    sent: closeFrame(1000, Buffer.from([0xff])),
    echoed: [],
    code: 1007
  },
  ...[text, binary, ping].map((opcode) => ({
    name: `5.5.1 opcode ${opcode} behind a close is ignored`,
    sent: Buffer.concat([goodbye, rawFrame(opcode, "late")]),
    echoed: [],
    code: 1000
  }))
]

const lengths: ReadonlyArray<Case> = [
  ...[text, binary].map((opcode) =>
    refused(`9 opcode ${opcode}, one byte too big`, 1009, rawFrame(opcode, filled(limit + 1)))
  ),
  ...[2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n - 1n].map((claimedLength) =>
    refused(`9 claims ${claimedLength} bytes`, 1009, rawFrame(binary, "x", { claimedLength, lengthBits: 64 }))
  )
]

/** A busy line: what must keep its order across kinds of frames. */
const mixed: ReadonlyArray<Case> = [1, 2, 3].map((round) => {
  const messages = Array.from({ length: 12 }, (_, at) => {
    const kind = [binary, text, ping, binary, binary][(at * round) % 5] ?? binary
    return heard(kind, filled(kind === ping ? at : at * 37 * round))
  })
  return {
    name: `5.4 twelve messages of mixed kinds keep their order, round ${round}`,
    sent: Buffer.concat([...messages.map(([kind, payload]) => rawFrame(kind, payload)), goodbye]),
    echoed: messages.map(([kind, payload]) => heard(kind === ping ? pong : kind, payload)),
    code: 1000
  }
})

export const cases: ReadonlyArray<Case> = [
  ...framing,
  ...control,
  ...reserved,
  ...opcodes,
  ...masking,
  ...fragmentation,
  ...utf8,
  ...closing,
  ...lengths,
  ...mixed
]
