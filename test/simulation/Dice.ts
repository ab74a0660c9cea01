/**
 * Chance that can be had again: the same name under the same seed throws the same numbers, whatever else is thrown.
 */
import { createHash } from "node:crypto"

export class Dice {
  readonly #name: string
  #throws = 0

  constructor(name: string) {
    this.#name = name
  }

  /** Dice of their own for a part of the whole. */
  of(part: string | number): Dice {
    return new Dice(`${this.#name}/${part}`)
  }

  /** From 0 up to and without 1. */
  next(): number {
    const digest = createHash("sha256")
      .update(`${this.#name}#${this.#throws++}`)
      .digest()
    return digest.readUInt32BE(0) / 2 ** 32
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  isLucky(share: number): boolean {
    return this.next() < share
  }

  /** A seed for somebody else's dice. */
  seed(): number {
    return Math.floor(this.next() * 2 ** 31)
  }
}
