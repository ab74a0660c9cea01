/**
 * Solves challenges the plain way, in place, for tests that ask for few bits or can wait.
 */
import { hash } from "node:crypto"
import { setImmediate } from "node:timers/promises"
import { leadingZeroBits, type Work, workPreimage } from "../../src/protocol/ProofOfWork.ts"

const sha256 = (bytes: Uint8Array | string): Uint8Array => hash("sha256", bytes, "buffer")

/** The zero bits that a nonce achieves for a token. */
export const bitsOf = ({ token, nonce }: Work): number => leadingZeroBits(sha256(workPreimage(sha256(token), nonce)))

/** The first work from `from` on that passes a test of its zero bits. */
export const find = (token: string, isWanted: (bits: number) => boolean, from = 0): Work => {
  let nonce = from
  while (!isWanted(bitsOf({ token, nonce }))) nonce += 1
  return { token, nonce }
}

/** Work that is enough. */
export const solve = (challenge: { readonly token: string; readonly bits: number }): Work =>
  find(challenge.token, (bits) => bits >= challenge.bits)

/** The same, in turns, so that sockets hear meanwhile when their server closes them. */
export const solveInTurns = async (challenge: { readonly token: string; readonly bits: number }): Promise<Work> => {
  const work = { token: challenge.token, nonce: 0 }
  while (bitsOf(work) < challenge.bits) if (++work.nonce % 10_000 === 0) await setImmediate()
  return work
}
