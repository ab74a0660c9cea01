/**
 * All links of one node: which datagram belongs to which link, when one begins, and that the end of each is told once.
 * Pure: the clock is passed in, and everything else goes through a port.
 *
 * Only a Hello makes a link. Whatever speaks of a link that is not, or is no more, is answered with a Reset, so that the
 * other side acts at once. A Reset is never answered.
 */
import { decodeBatch, encodeReset, type LinkBatch } from "../protocol/cluster/LinkBatch.ts"
import { cluster as limits } from "../protocol/Limits.ts"
import type { LinkDownReason } from "./LinkDownReason.ts"
import { isSameNode, type NodeAddress, nodeKey } from "./NodeAddress.ts"
import { type LinkOptions, type LinkPort, PeerLink } from "./PeerLink.ts"

export interface LinkTablePort {
  readonly publish: (to: NodeAddress, datagram: Uint8Array) => void
  readonly record: (from: NodeAddress, record: Uint8Array) => void
  readonly down: (peer: NodeAddress, reason: LinkDownReason) => void
  readonly retransmitted: (batches: number) => void
  /** Something waits for `flush`: by the end of the turn. Called once per flush. */
  readonly requestFlush: () => void
}

interface Entry {
  readonly peer: NodeAddress
  readonly link: PeerLink
}

export class LinkTable {
  readonly #self: NodeAddress
  readonly #options: Omit<LinkOptions, "number">
  readonly #port: LinkTablePort
  readonly #entries = new Map<string, Entry>()
  /** Links that have got something to send in this turn. */
  #dirty = new Set<PeerLink>()
  /** Links that have ended and are to be told of. One may stand here twice. */
  #ended: Array<Entry> = []
  #isFlushRequested = false
  #lastNumber = 0
  #tickedAt: number
  /** Since when there is no bus. */
  #busAwayAt: number | undefined
  /** Without a listener every link is refused. */
  isOpen = false

  constructor(self: NodeAddress, options: Omit<LinkOptions, "number">, port: LinkTablePort, now: number) {
    this.#self = self
    this.#options = options
    this.#port = port
    this.#tickedAt = now
  }

  get maxRecordBytes(): number {
    return this.#options.maxBatchBytes - limits.batchHeaderBytes - limits.recordHeaderBytes
  }

  /** The links that are not down. */
  entries(): ReadonlyArray<Entry> {
    return [...this.#entries.values()].filter(({ link }) => link.downReason === undefined)
  }

  send(to: NodeAddress, record: Uint8Array, now: number): void {
    if (record.length === 0 || record.length > this.maxRecordBytes) {
      throw new RangeError(`a record has 1 to ${this.maxRecordBytes} bytes`)
    }
    if (isSameNode(to, this.#self)) throw new RangeError("a node has no link to itself")
    const entry = this.#entries.get(nodeKey(to)) ?? this.#open(to, now)
    const { link } = entry
    // What was sent to a link in its last turn is lost with it, which its end will tell.
    if (link.downReason !== undefined) return
    const isFull = link.send(record)
    if (link.downReason !== undefined) return this.#endLater(entry)
    if (isFull) return link.flush(now)
    this.#dirty.add(link)
    this.#requestFlush()
  }

  reset(peer: NodeAddress): void {
    const entry = this.#entries.get(nodeKey(peer))
    if (entry === undefined || entry.link.downReason !== undefined) return
    entry.link.end("reset")
    this.#endLater(entry)
  }

  /** Ends every link at once. */
  endAll(reason: LinkDownReason): void {
    for (const { link } of this.#entries.values()) link.end(reason)
    this.#settleAll()
  }

  /** By the end of a turn in which something was sent. */
  flush(now: number): void {
    this.#isFlushRequested = false
    const links = this.#dirty
    this.#dirty = new Set()
    for (const link of links) link.flush(now)
    this.#settle()
  }

  receive(from: NodeAddress, datagram: Uint8Array, now: number): void {
    this.#settle()
    const entry = this.#entries.get(nodeKey(from))
    const batch = decodeBatch(datagram)
    if (batch === undefined) entry?.link.end("reset")
    else this.#dispatch(from, entry, batch, now)
    if (entry?.link.downReason !== undefined) this.#ended.push(entry)
    this.#settle()
  }

  nobodyThere(peer: NodeAddress, now: number): void {
    this.#entries.get(nodeKey(peer))?.link.nobodyThere(now)
    this.#settleAll()
  }

  busUp(now: number): void {
    this.#settle()
    this.#busAwayAt = undefined
    for (const { link } of this.#entries.values()) link.busUp(now)
  }

  busAway(now: number): void {
    this.#busAwayAt ??= now
    for (const { link } of this.#entries.values()) link.busAway(now)
  }

  /** Whether this process has stood still for so long that the others have given it up. */
  hasFrozen(now: number): boolean {
    return now - this.#tickedAt >= limits.tickMillis + limits.freezeMillis
  }

  /** Every `tickMillis`, as far as this process gets to it. */
  tick(now: number): void {
    this.#settle()
    const lateMillis = Math.max(0, now - this.#tickedAt - limits.tickMillis)
    this.#tickedAt = now
    for (const { link } of this.#entries.values()) link.tick(now, lateMillis)
    this.#settleAll()
  }

  #dispatch(from: NodeAddress, entry: Entry | undefined, batch: LinkBatch, now: number): void {
    const link = entry?.link
    switch (batch._tag) {
      case "Hello":
        return this.#hello(from, entry, batch, now)
      case "Reset": {
        const isMeant = batch.epoch === 0 ? link?.isCalled(batch.number) : link?.number === batch.epoch
        if (isMeant === true) link?.end(batch.reason === "version" ? "version" : "reset", false)
        return
      }
      case "Records":
        return this.#records(from, link, batch, now)
      case "OtherVersion":
        if (link?.number === batch.epoch) link.end("version", false)
        return this.#port.publish(from, encodeReset(batch.number, batch.epoch, "version"))
    }
  }

  #records(
    from: NodeAddress,
    link: PeerLink | undefined,
    batch: LinkBatch & { readonly _tag: "Records" },
    now: number
  ): void {
    const { epoch, number } = batch
    if (link?.number === epoch) {
      if (!link.isUp || link.isCalled(number)) return link.receive(batch, now)
      // Late, and of a link that the peer has given up itself.
      if (!link.isSucceededBy(number)) return
      link.end("reset", false)
    }
    this.#port.publish(from, encodeReset(number, epoch, "closed"))
  }

  #hello(
    from: NodeAddress,
    entry: Entry | undefined,
    batch: LinkBatch & { readonly _tag: "Hello" },
    now: number
  ): void {
    const { epoch, number } = batch
    const isOfThisLink = epoch === entry?.link.number
    const isSuccessor = entry?.link.isSucceededBy(number) === true
    // It answers a link of ours that is over, or is about to be.
    if ((epoch !== 0 && !isOfThisLink) || !this.isOpen)
      return this.#port.publish(from, encodeReset(number, epoch, "closed"))
    if (isSuccessor) {
      entry?.link.end("reset", false)
      this.#settleAll()
      if (epoch !== 0) return this.#port.publish(from, encodeReset(number, epoch, "closed"))
    }
    const { link } = this.#entries.get(nodeKey(from)) ?? this.#accept(from, now)
    link.meet(number, epoch !== 0, now)
  }

  #open(peer: NodeAddress, now: number): Entry {
    const entry = this.#accept(peer, now)
    entry.link.hello(now)
    return entry
  }

  #accept(peer: NodeAddress, now: number): Entry {
    const port: LinkPort = {
      transmit: (datagram) => this.#port.publish(peer, datagram),
      deliver: (record) => this.#port.record(peer, record),
      retransmitted: this.#port.retransmitted
    }
    this.#lastNumber += 1
    const entry = {
      peer,
      link: new PeerLink({ ...this.#options, number: this.#lastNumber }, port, now, this.#busAwayAt)
    }
    this.#entries.set(nodeKey(peer), entry)
    return entry
  }

  #requestFlush(): void {
    if (this.#isFlushRequested) return
    this.#isFlushRequested = true
    this.#port.requestFlush()
  }

  /** The end of a link is never told from within `send` or `reset`. */
  #endLater(entry: Entry): void {
    this.#ended.push(entry)
    this.#requestFlush()
  }

  #settleAll(): void {
    for (const entry of this.#entries.values()) {
      if (entry.link.downReason !== undefined) this.#ended.push(entry)
    }
    this.#settle()
  }

  /** Tells of each end once. Whoever hears it may open a new link to the same node, and end others. */
  #settle(): void {
    for (let entry = this.#ended.shift(); entry !== undefined; entry = this.#ended.shift()) {
      const { link, peer } = entry
      if (link.downReason === undefined || this.#entries.get(nodeKey(peer)) !== entry) continue
      this.#entries.delete(nodeKey(peer))
      this.#port.down(peer, link.downReason)
    }
  }
}
