/**
 * Checks our AES-256-GCM and HKDF-SHA-256 against Project Wycheproof: what is valid comes out byte by byte, what is not
 * is refused. wycheproof/README.md says where the vectors are from.
 */
import { Effect, Exit, Result } from "effect"
import { Hex } from "effect/encoding"
import { aesGcmDecrypt, aesGcmEncrypt, type Bytes, hkdf, importHkdfKey, ownBytes } from "../../src/client/crypto/WebCrypto.ts"
import { Report, type VectorReport } from "./Report.ts"
import type aesGcm from "./wycheproof/aes-256-gcm.json"
import type hkdfVectors from "./wycheproof/hkdf-sha256.json"

export interface WycheproofVectors {
  readonly aesGcm: typeof aesGcm
  readonly hkdf: typeof hkdfVectors
}

export const checkWycheproof = async (vectors: WycheproofVectors): Promise<VectorReport> => {
  const report = new Report()
  await Effect.runPromise(checkAesGcm(report, vectors.aesGcm))
  await Effect.runPromise(checkHkdf(report, vectors.hkdf))
  return report
}

const checkAesGcm = Effect.fnUntraced(function* (report: Report, cases: WycheproofVectors["aesGcm"]) {
  for (const { aad, ct, iv, key, msg, result, tag, tcId } of cases) {
    const imported = yield* Effect.promise(() =>
      crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"])
    )
    const context = { nonce: bytes(iv), additionalData: bytes(aad) }
    const opened = yield* aesGcmDecrypt(imported, context, bytes(ct + tag))
    const isValid = result === "valid"
    report.equal(`AES-GCM ${tcId}, opened`, opened && Hex.encode(opened), isValid ? msg : undefined)
    if (!isValid) continue
    const sealed = yield* aesGcmEncrypt(imported, context, bytes(msg))
    report.equal(`AES-GCM ${tcId}, sealed`, Hex.encode(sealed), ct + tag)
  }
})

const checkHkdf = Effect.fnUntraced(function* (report: Report, cases: WycheproofVectors["hkdf"]) {
  for (const { ikm, info, okm, result, salt, size, tcId } of cases) {
    const key = yield* importHkdfKey(bytes(ikm))
    const derived = yield* Effect.exit(hkdf(key, { salt: bytes(salt), info: bytes(info) }, size))
    const actual = Exit.match(derived, { onSuccess: Hex.encode, onFailure: () => "refused" })
    report.equal(`HKDF ${tcId}`, actual, result === "valid" ? okm : "refused")
  }
})

const bytes = (hex: string): Bytes => ownBytes(Result.getOrThrow(Hex.decode(hex)))
