/**
 * Why a link between two nodes has ended.
 */
import { Schema } from "effect"

/**
 * unreachable: the bus finds nobody there. silent: nothing has come for too long. overflow: the peer reads too slowly.
 * reset: the peer has ended the link, or it was ended here. bus-down: this node has no bus. self-freeze: this process
 * stood still so long that the others have given it up. version: the peer speaks another version of the link.
 */
export const LinkDownReason = Schema.Literals([
  "unreachable",
  "silent",
  "overflow",
  "reset",
  "bus-down",
  "self-freeze",
  "version"
])
export type LinkDownReason = typeof LinkDownReason.Type
