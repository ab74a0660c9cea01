/**
 * 16 bytes that name a node and look random: AES-128 of one block, slot u16be | incarnation u32be | zero u16 | random 64.
 *
 * One block under a key of its own is a pseudorandom permutation: equal nodes give unrelated names, and of names that
 * somebody has made up one in 65,536 has the zeros. Who lacks the key learns nothing from a name; it authenticates
 * nothing, which is the business of a room's proofs and a challenge's HMAC.
 */
import { createCipheriv, createDecipheriv } from "node:crypto"
import { SecureRandom } from "effect/crypto"
import type { NodeAddress } from "../../domain/NodeAddress.ts"

export interface OwnerName {
  readonly owner: NodeAddress
  /** 8 random bytes. */
  readonly local: Uint8Array
}

export interface OwnerNames {
  /** A name of this node that has never been given out. */
  readonly next: () => Uint8Array
  readonly write: (name: OwnerName) => Uint8Array
  /** `undefined` if no node that has the key can have written it. */
  readonly read: (bytes: Uint8Array) => OwnerName | undefined
}

const offset = { incarnation: 2, zero: 6, local: 8 } as const
const localBytes = 8

/** `key` has 16 bytes, for this purpose alone. */
export const make = (key: Uint8Array, self: NodeAddress): OwnerNames => {
  const write = ({ owner, local }: OwnerName): Uint8Array => {
    const block = Buffer.alloc(offset.local + localBytes)
    block.writeUInt16BE(owner.slot)
    block.writeUInt32BE(owner.incarnation, offset.incarnation)
    block.set(local, offset.local)
    return createCipheriv("aes-128-ecb", key, null).setAutoPadding(false).update(block)
  }
  return {
    next: () => write({ owner: self, local: SecureRandom.randomBytesUnsafe(localBytes) }),
    write,
    read: (bytes) => {
      const block = createDecipheriv("aes-128-ecb", key, null).setAutoPadding(false).update(bytes)
      if (block.readUInt16BE(offset.zero) !== 0) return undefined
      return {
        owner: { slot: block.readUInt16BE(), incarnation: block.readUInt32BE(offset.incarnation) },
        local: block.subarray(offset.local)
      }
    }
  }
}
