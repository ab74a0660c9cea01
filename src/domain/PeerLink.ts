/**
 * One link to one node: records in order and exactly once over datagrams that may be lost, doubled or late. Pure: the clock
 * is passed in, what is to be sent goes to a port, and whoever holds the link asks for `downReason` after each call.
 *
 * Go-back-N over batches: what is not acknowledged stays in a ring, and goes out again as it is when the peer reports a gap,
 * when nothing was acknowledged for a while, and when the bus is back. docs/CLUSTER.md section 4 has the rules.
 */
import { encodeHello, encodeRecords, encodeReset, recordBytes, type Records } from "../protocol/cluster/LinkBatch.ts"
import { cluster as limits } from "../protocol/Limits.ts"
import type { LinkDownReason } from "./LinkDownReason.ts"

export interface LinkOptions {
  /** This side's number of the link. */
  readonly number: number
  /** Bytes that may wait for the peer. */
  readonly ringBytes: number
  /** The longest datagram of the bus. */
  readonly maxBatchBytes: number
  /** Of both sides: 1, but in tests. */
  readonly firstSequence: number
}

export interface LinkPort {
  readonly transmit: (datagram: Uint8Array) => void
  readonly deliver: (record: Uint8Array) => void
  readonly retransmitted: (batches: number) => void
}

/** The way from one u32 to another around the circle (RFC 1982): negative if `to` lies behind. */
const distance = (from: number, to: number): number => (to - from) | 0
const after = (sequence: number, steps = 1): number => (sequence + steps) >>> 0

export class PeerLink {
  readonly number: number
  readonly #options: LinkOptions
  readonly #port: LinkPort
  /** The peer's number of this link; 0 until it has said so. */
  #peerNumber = 0
  #downReason: LinkDownReason | undefined

  /** Records that wait for the end of the turn, or for the peer. */
  #pending: Array<Uint8Array> = []
  #pendingBytes = 0
  /** Batches that the peer has not acknowledged; the first has the number `#firstHeld`. */
  readonly #ring: Array<Uint8Array> = []
  #ringBytes = 0
  #firstHeld: number
  /** When the ring last began to be acknowledged, or its first batch last went out. */
  #progressAt: number
  /** The oldest batch was sent again because nothing was acknowledged: what is behind it has to follow. */
  #isProbing = false

  #expected: number
  #unacknowledgedBytes = 0
  #owesAck = false
  /** When a gap was last reported. */
  #nakAt = -Infinity

  /** When the bus came, or came back; undefined while it is away. */
  #busUpAt: number | undefined
  #busAwayAt: number
  #heardAt: number
  #sentAt: number
  #suspectedAt: number | undefined
  #nobodyAt = 0

  constructor(options: LinkOptions, port: LinkPort, now: number, busAwayAt: number | undefined) {
    this.number = options.number
    this.#options = options
    this.#port = port
    this.#firstHeld = options.firstSequence
    this.#expected = options.firstSequence
    this.#progressAt = now
    this.#heardAt = now
    this.#sentAt = now
    this.#busAwayAt = busAwayAt ?? now
    this.#busUpAt = busAwayAt === undefined ? now : undefined
  }

  get isUp(): boolean {
    return this.#peerNumber > 0
  }

  get downReason(): LinkDownReason | undefined {
    return this.#downReason
  }

  get heldBytes(): number {
    return this.#ringBytes + this.#pendingBytes
  }

  /** Whether the peer calls this link by this number. */
  isCalled(peerNumber: number): boolean {
    return this.isUp && this.#peerNumber === peerNumber
  }

  /** Whether this number is of a later link than this one, which is over then: numbers only rise. */
  isSucceededBy(peerNumber: number): boolean {
    return this.isUp && peerNumber > this.#peerNumber
  }

  /** Queues a record. Returns whether the batch is full, so that it should not wait for the end of the turn. */
  send(record: Uint8Array): boolean {
    if (this.heldBytes + recordBytes(record) > this.#options.ringBytes) {
      this.end("overflow")
      return false
    }
    this.#pending.push(record)
    this.#pendingBytes += recordBytes(record)
    return this.#pendingBytes >= this.#options.maxBatchBytes - limits.batchHeaderBytes
  }

  /** Puts what waits into batches and sends them, once the peer has been met. */
  flush(now: number): void {
    if (this.#downReason !== undefined || !this.isUp) return
    if (this.#pending.length === 0) return
    if (this.#ring.length === 0) this.#progressAt = now
    let batch: Array<Uint8Array> = []
    let bytes: number = limits.batchHeaderBytes
    for (const record of this.#pending) {
      if (bytes + recordBytes(record) > this.#options.maxBatchBytes) {
        this.#sendBatch(batch, now)
        batch = []
        bytes = limits.batchHeaderBytes
      }
      batch.push(record)
      bytes += recordBytes(record)
    }
    this.#pending = []
    this.#pendingBytes = 0
    this.#sendBatch(batch, now)
  }

  /** Tells the peer this side's number, and asks for the peer's. */
  hello(now: number): void {
    this.#transmit(encodeHello(this.#peerNumber, this.number), now)
  }

  /** The peer's number has come; `knowsUs` when it has answered ours. */
  meet(peerNumber: number, knowsUs: boolean, now: number): void {
    if (this.isUp && !this.isCalled(peerNumber)) return
    const isNew = !this.isUp
    this.#peerNumber = peerNumber
    this.#heard(now)
    if (!knowsUs) this.hello(now)
    if (isNew) this.flush(now)
  }

  /** A batch of this link has come. */
  receive({ acknowledged, isNak, records, sequence }: Omit<Records, "epoch" | "number" | "_tag">, now: number): void {
    // What overtakes the peer's Hello cannot be acknowledged yet: it comes again.
    if (!this.isUp || this.#downReason !== undefined) return
    this.#heard(now)
    if (!this.#acknowledge(acknowledged, now)) return this.end("reset")
    if (isNak) this.#sendAgain(now)
    const missing = distance(this.#expected, records.length === 0 ? after(sequence) : sequence)
    if (missing > 0) return this.#reportGap(now)
    if (records.length === 0) return
    this.#owesAck = true
    if (missing < 0) return
    this.#expected = after(sequence)
    for (const record of records) {
      this.#unacknowledgedBytes += recordBytes(record)
      this.#port.deliver(record)
      // Whoever takes a record may end the link.
      if (this.downReason !== undefined) return
    }
    if (this.#unacknowledgedBytes >= limits.ackBytes) this.#sendEmpty(false, now)
  }

  /** The bus has found nobody at the peer's address. */
  nobodyThere(now: number): void {
    if (this.#busUpAt === undefined) return
    this.#nobodyAt = now
    this.#suspectedAt ??= now
    const confirmMillis = this.isUp ? limits.confirmMillis : limits.confirmUnmetMillis
    if (now - this.#suspectedAt >= confirmMillis) this.end("unreachable")
  }

  busUp(now: number): void {
    if (this.#busUpAt !== undefined) return
    this.#busUpAt = now
    this.#suspectedAt = undefined
    if (!this.isUp) return this.hello(now)
    this.#sendAgain(now)
    this.#sendEmpty(false, now)
  }

  busAway(now: number): void {
    if (this.#busUpAt === undefined) return
    this.#busUpAt = undefined
    this.#busAwayAt = now
  }

  /** Every `tickMillis`. `lateMillis` is how long this process stood still: nobody's silence but ours. */
  tick(now: number, lateMillis: number): void {
    this.#heardAt = Math.min(now, this.#heardAt + lateMillis)
    if (this.#busUpAt === undefined) {
      if (now - this.#busAwayAt >= limits.graceMillis) this.end("bus-down")
      return
    }
    if (now - Math.max(this.#heardAt, this.#busUpAt) >= limits.silenceMillis) return this.end("silent")
    if (this.#suspectedAt !== undefined && now - this.#nobodyAt > limits.pingMillis) this.#suspectedAt = undefined
    if (!this.isUp) {
      if (this.#suspectedAt !== undefined || now - this.#sentAt >= limits.retransmitMillis) this.hello(now)
      return
    }
    this.#retransmit(now)
    const isQuiet = now - this.#sentAt >= limits.pingMillis
    if (this.#owesAck || isQuiet || this.#suspectedAt !== undefined) this.#sendEmpty(false, now)
  }

  /** Ends the link and tells the peer, unless the peer has said so. Nothing is delivered or sent any more. */
  end(reason: LinkDownReason, tellsPeer = true): void {
    if (this.#downReason !== undefined) return
    this.#downReason = reason
    this.#pending = []
    this.#ring.length = 0
    this.#pendingBytes = 0
    this.#ringBytes = 0
    if (tellsPeer && this.#busUpAt !== undefined)
      this.#port.transmit(encodeReset(this.#peerNumber, this.number, "closed"))
  }

  #heard(now: number): void {
    this.#heardAt = now
    this.#suspectedAt = undefined
  }

  #sendBatch(records: ReadonlyArray<Uint8Array>, now: number): void {
    const sequence = after(this.#firstHeld, this.#ring.length)
    const batch = encodeRecords({ ...this.#address(), sequence, isNak: false, records })
    this.#ring.push(batch)
    this.#ringBytes += batch.length
    this.#clearAck()
    this.#transmit(batch, now)
  }

  #sendEmpty(isNak: boolean, now: number): void {
    const sequence = after(this.#firstHeld, this.#ring.length - 1)
    this.#clearAck()
    this.#transmit(encodeRecords({ ...this.#address(), sequence, isNak, records: [] }), now)
  }

  #address() {
    return { epoch: this.#peerNumber, number: this.number, acknowledged: after(this.#expected, -1) }
  }

  #clearAck(): void {
    this.#owesAck = false
    this.#unacknowledgedBytes = 0
  }

  /** While the bus is away the ring alone keeps what is to be sent. */
  #transmit(datagram: Uint8Array, now: number): void {
    if (this.#busUpAt === undefined) return
    this.#sentAt = now
    this.#port.transmit(datagram)
  }

  /** Lets go of what has arrived. False if the peer acknowledges what was never sent. */
  #acknowledge(acknowledged: number, now: number): boolean {
    const count = distance(this.#firstHeld, after(acknowledged))
    if (count > this.#ring.length) return false
    if (count <= 0) return true
    for (const batch of this.#ring.splice(0, count)) this.#ringBytes -= batch.length
    this.#firstHeld = after(this.#firstHeld, count)
    this.#progressAt = now
    if (this.#isProbing) this.#sendAgain(now)
    return true
  }

  #retransmit(now: number): void {
    const [oldest] = this.#ring
    if (oldest === undefined || now - this.#progressAt < limits.retransmitMillis) return
    this.#isProbing = true
    this.#progressAt = now
    this.#port.retransmitted(1)
    this.#transmit(oldest, now)
  }

  #sendAgain(now: number): void {
    this.#isProbing = false
    this.#progressAt = now
    this.#port.retransmitted(this.#ring.length)
    for (const batch of this.#ring) this.#transmit(batch, now)
  }

  /** Not at once again: every batch behind a gap shows it anew, until what was asked for has come. */
  #reportGap(now: number): void {
    if (now - this.#nakAt < limits.nakMillis) return
    this.#nakAt = now
    this.#sendEmpty(true, now)
  }
}
