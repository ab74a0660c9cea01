/**
 * Checks the client's side against the vectors in this folder: link, link in words, proofs, seal, password, proof of
 * work.
 *
 * One function without a test framework, so that it runs the same in Node and in a page. The vectors were made by another
 * implementation than the one under test. It returns a line for every case that fails, and none if all hold.
 */
import { Effect, Result } from "effect"
import { Hex } from "effect/encoding"
import { deriveMessageKey, normalPassword } from "../../src/client/crypto/MessageKey.ts"
import { lengthBytes, padmeSize } from "../../src/client/crypto/Padding.ts"
import { creatorProof, joinProof, verifierOf } from "../../src/client/crypto/Proofs.ts"
import { deriveSealKeys, open, type OpenedRecord, parsePayload, seal, type SealContext } from "../../src/client/crypto/Seal.ts"
import { decodeRecord, encodeRecord } from "../../src/client/crypto/SealedRecord.ts"
import { importHkdfKey, ownBytes, sha256, utf8 } from "../../src/client/crypto/WebCrypto.ts"
import { scanNonces } from "../../src/client/pow/scanNonces.ts"
import { formatRoomLink, linkBytes, linkOfBytes, parseRoomLink, type RoomLink } from "../../src/client/RoomLink.ts"
import { LogHash } from "../../src/client/session/LogHash.ts"
import { readSpoken, speak } from "../../src/client/spoken/SpokenLink.ts"
import { ConnectionId, RoomId } from "../../src/protocol/Identifiers.ts"
import { createRoomLayout, joinRoomLayout, leadingZeroBits, workPreimage } from "../../src/protocol/ProofOfWork.ts"
import type link from "./link.json"
import type password from "./password.json"
import type pow from "./pow.json"
import type proofs from "./proofs.json"
import type sealVectors from "./seal.json"
import type spoken from "./spoken.json"
import { Report, type VectorReport } from "./Report.ts"

export interface Vectors {
  readonly link: typeof link
  readonly proofs: typeof proofs
  readonly seal: typeof sealVectors
  readonly password: typeof password
  readonly pow: typeof pow
  readonly spoken: typeof spoken
}

export const checkVectors = async (vectors: Vectors): Promise<VectorReport> => {
  const report = new Report()
  checkLinks(report, vectors.link)
  checkSpoken(report, vectors.spoken)
  await Effect.runPromise(checkProofs(report, vectors.proofs))
  await Effect.runPromise(checkSeal(report, vectors.seal))
  await Effect.runPromise(checkPasswords(report, vectors.password))
  await Effect.runPromise(checkWork(report, vectors.pow))
  return report
}

const checkLinks = (report: Report, vectors: Vectors["link"]): void => {
  for (const vector of [...vectors.accepts, ...vectors.repairs]) {
    const { name, text, ...expected } = vector
    const read = Result.map(parseRoomLink(text), (link) => ({
      ...link,
      key: Hex.encode(link.key),
      secret: Hex.encode(link.secret)
    }))
    report.equal(`link, ${name}`, Result.getOrElse(read, reasonOf), expected)
  }
  for (const { name, text } of vectors.accepts) {
    report.equal(`link written, ${name}`, Result.getOrElse(Result.map(parseRoomLink(text), formatRoomLink), reasonOf), text)
  }
  for (const { name, text, reason } of vectors.refusals) {
    report.equal(`link, ${name}`, Result.match(parseRoomLink(text), { onSuccess: () => "read", onFailure: reasonOf }), reason)
  }
}

const checkSpoken = (report: Report, vectors: Vectors["spoken"]): void => {
  const relayUrl = "https://pug.example"
  const read = (text: string): string | undefined => {
    const { bytes, needsPassword } = readSpoken(text)
    return bytes === undefined ? undefined : formatRoomLink(linkOfBytes(bytes, relayUrl, needsPassword))
  }
  for (const { name, roomId, key, secret, needsPassword = false, lines } of vectors.accepts) {
    const link = { relayUrl, roomId: RoomId.make(roomId), key: unhex(key), secret: unhex(secret), needsPassword }
    const spoken = speak(linkBytes(link), needsPassword).map((words) => words.join(" "))
    report.equal(`spoken, ${name}`, spoken, lines)
    report.equal(`spoken link, ${name}`, read(lines.join("\n")), formatRoomLink(link))
  }
  for (const { name, spelled, lines } of vectors.spellings) {
    report.equal(`spelled, ${name}`, read(spelled), read(lines.join("\n")))
  }
  for (const { name, lines } of vectors.refusals) {
    report.equal(`not spoken, ${name}`, read(lines.join("\n")), undefined)
  }
}

const reasonOf = (error: { readonly reason: string }): string => error.reason

const checkProofs = Effect.fnUntraced(function* (report: Report, vectors: Vectors["proofs"]) {
  for (const { name, kind, secret, proof, verifier } of vectors.cases) {
    const made = yield* kind === "join" ? joinProof(unhex(secret)) : creatorProof(unhex(secret))
    report.equal(`proof, ${name}`, Hex.encode(made), proof)
    report.equal(`verifier, ${name}`, Hex.encode(yield* verifierOf(made)), verifier)
  }
})

const checkSeal = Effect.fnUntraced(function* (report: Report, vectors: Vectors["seal"]) {
  for (const { content, padded } of vectors.padding) {
    report.equal(`padding of ${content}`, padmeSize(lengthBytes + content), padded)
  }
  for (const { name, k, roomId, sender, session, commitment } of vectors.keys) {
    const keys = yield* keysOf({ k, roomId, sender }, unhex(session))
    report.equal(`commitment, ${name}`, Hex.encode(keys.commitment), commitment)
  }
  for (const { name, payload, counter, record, reseal, json, ...place } of vectors.accepts) {
    const opened = yield* openPayload(place, unhex(payload))
    report.equal(`opens, ${name}`, wireForm(opened), { counter, record })
    const known = decodeRecord(utf8(json))
    if (!reseal || known === undefined || known._tag === "Unknown") continue
    const keys = yield* keysOf(place, unhex(place.session))
    report.equal(`seals, ${name}`, Hex.encode(yield* seal(keys, counter, known)), payload)
  }
  for (const { name, payload, fault, ...place } of vectors.refusals) {
    report.equal(`must not open, ${name}`, wireForm(yield* openPayload(place, unhex(payload))), fault)
  }
  for (const { name, roomId, start, entries, hashes } of vectors.logHash) {
    const log = yield* LogHash.alone(RoomId.make(roomId), 1)
    const made = [seenHash(log)]
    for (const [index, { opcode, message }] of entries.entries()) {
      yield* log.append(index + 1, opcode === 1 ? 1 : 2, unhex(message))
      made.push(seenHash(log))
    }
    report.equal(`log hash, ${name}`, made, [start, ...hashes])
  }
})

const checkPasswords = Effect.fnUntraced(function* (report: Report, vectors: Vectors["password"]) {
  for (const { name, typed, password, commitment, record, payload, wrong, ...place } of vectors.cases) {
    for (const [index, spelling] of typed.entries()) {
      report.equal(`password ${index}, ${name}`, Hex.encode(utf8(normalPassword(spelling))), password)
    }
    const [first = ""] = typed
    const session = unhex(place.session)
    const keys = yield* passwordKeys(place, session, first)
    report.equal(`commitment by password, ${name}`, Hex.encode(keys.commitment), commitment)
    const parsed = parsePayload(unhex(payload))
    if (parsed === undefined) return report.equal(`payload, ${name}`, "malformed", "a payload")
    report.equal(`opens by password, ${name}`, wireForm(yield* open(keys, parsed)), { counter: 0, record })
    report.equal(`by the link alone, ${name}`, yield* open(yield* keysOf(place, session), parsed), "wrong-key")
    for (const other of wrong) {
      report.equal(`by ${other}, ${name}`, yield* open(yield* passwordKeys(place, session, other), parsed), "wrong-key")
    }
  }
  for (const { name, typed } of vectors.refusals) {
    const refused = yield* Effect.flip(deriveMessageKey(guardedLink(vectors.cases[0] ?? { roomId: "", k: "" }), typed))
    report.equal(`no password, ${name}`, refused.reason, "missing")
  }
})

interface Place {
  readonly k: string
  readonly roomId: string
  readonly sender: string
}

const keysOf = Effect.fnUntraced(function* (place: Place, session: Uint8Array) {
  return yield* deriveSealKeys(yield* importHkdfKey(unhex(place.k)), contextOf(place, session))
})

const passwordKeys = Effect.fnUntraced(function* (place: Place, session: Uint8Array, password: string) {
  return yield* deriveSealKeys(yield* deriveMessageKey(guardedLink(place), password), contextOf(place, session))
})

const contextOf = ({ roomId, sender }: Place, session: Uint8Array): SealContext => ({
  roomId: RoomId.make(roomId),
  sender: ConnectionId.make(sender),
  session: ownBytes(session)
})

const guardedLink = ({ roomId, k }: Pick<Place, "roomId" | "k">): RoomLink => ({
  relayUrl: "https://pug.example",
  roomId: RoomId.make(roomId),
  key: unhex(k),
  secret: new Uint8Array(16),
  needsPassword: true
})

const openPayload = Effect.fnUntraced(function* (place: Place, payload: Uint8Array) {
  const parsed = parsePayload(payload)
  return parsed === undefined ? "malformed" : yield* open(yield* keysOf(place, parsed.session), parsed)
})

const wireForm = (opened: OpenedRecord | string): unknown => {
  if (typeof opened === "string") return opened
  const { counter, record } = opened
  return { counter, record: record._tag === "Unknown" ? null : JSON.parse(new TextDecoder().decode(encodeRecord(record))) }
}

const seenHash = (log: LogHash): string => (log.seen === undefined ? "unknown" : Hex.encode(log.seen.hash))

const checkWork = Effect.fnUntraced(function* (report: Report, vectors: Vectors["pow"]) {
  for (const { name, ttlSeconds, capacity, joinVerifier, creatorVerifier, layout, paramsDigest } of vectors.create) {
    const verifiers = { joinVerifier: unhex(joinVerifier), creatorVerifier: unhex(creatorVerifier) }
    const made = createRoomLayout({ ttlSeconds, capacity, ...verifiers })
    report.equal(`creation, ${name}`, Hex.encode(made), layout)
    report.equal(`creation digest, ${name}`, Hex.encode(yield* sha256(made)), paramsDigest)
  }
  for (const { name, roomId, joinProof, layout, paramsDigest } of vectors.join) {
    const made = joinRoomLayout(RoomId.make(roomId), unhex(joinProof))
    report.equal(`join, ${name}`, Hex.encode(made), layout)
    report.equal(`join digest, ${name}`, Hex.encode(yield* sha256(made)), paramsDigest)
  }
  for (const { token, nonce, preimage, digest, zeroBits } of [...vectors.digests, ...vectors.solutions, ...vectors.refusals]) {
    const made = workPreimage(yield* sha256(utf8(token)), nonce)
    report.equal(`preimage of nonce ${nonce}`, Hex.encode(made), preimage)
    const hashed = yield* sha256(made)
    report.equal(`digest of nonce ${nonce}`, [Hex.encode(hashed), leadingZeroBits(hashed)], [digest, zeroBits])
  }
  for (const { token, bits, nonce } of vectors.solutions) {
    const preimage = workPreimage(yield* sha256(utf8(token)), 0)
    report.equal(`solution of ${bits} bits`, scanNonces(preimage, bits, 0, nonce + 1), nonce)
    report.equal(`no solution of ${bits} bits below`, scanNonces(preimage, bits, 0, nonce), -1)
  }
  for (const { name, token, bits, nonce } of vectors.refusals) {
    const preimage = workPreimage(yield* sha256(utf8(token)), 0)
    report.equal(`not enough, ${name}`, scanNonces(preimage, bits, nonce, 1), -1)
  }
})

const unhex = (text: string): Uint8Array => Result.getOrThrow(Hex.decode(text))
