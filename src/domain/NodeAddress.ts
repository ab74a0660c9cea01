/**
 * The name of one process of a cluster: the slot that its operator gave it, and the incarnation that it gave itself.
 *
 * A process that starts again is another node: rooms live and die with the incarnation, so what is meant for the old one
 * must never reach the new one. Spelled "slot.incarnation" in decimal, as in the subjects of the bus.
 */

export interface NodeAddress {
  /** u16. */
  readonly slot: number
  /** u32, random for each start of a process. */
  readonly incarnation: number
}

export const maxSlot = 0xffff
export const maxIncarnation = 0xffff_ffff

/** The one spelling of an address: also a key for maps. */
export const nodeKey = ({ slot, incarnation }: NodeAddress): string => `${slot}.${incarnation}`

export const isSameNode = (a: NodeAddress, b: NodeAddress): boolean =>
  a.slot === b.slot && a.incarnation === b.incarnation

/** Whether both numbers are whole and fit their fields. */
export const isNodeAddress = ({ slot, incarnation }: NodeAddress): boolean =>
  isUpTo(maxSlot, slot) && isUpTo(maxIncarnation, incarnation)

/** Reads exactly what `nodeKey` writes: no signs, no leading zeros, nothing out of range. */
export const parseNodeKey = (text: string): NodeAddress | undefined => {
  const [slotText = "", incarnationText = "", ...rest] = text.split(".")
  const address = { slot: Number(slotText), incarnation: Number(incarnationText) }
  return rest.length === 0 && isNodeAddress(address) && nodeKey(address) === text ? address : undefined
}

const isUpTo = (maximum: number, value: number): boolean => Number.isInteger(value) && value >= 0 && value <= maximum
