import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { cluster as limits } from "../../src/protocol/Limits.ts"
import { assertWholeRuns, type Faults, LinkNetwork, noFaults } from "../support/LinkNetwork.ts"

const seeds = fc.integer({ min: 0, max: 0x7fff_ffff })
const faults: fc.Arbitrary<Faults> = fc.record({
  dropped: fc.double({ min: 0, max: 0.4, noNaN: true }),
  doubled: fc.double({ min: 0, max: 0.1, noNaN: true }),
  late: fc.constant(0),
  maxDelayMillis: fc.integer({ min: 1, max: 200 })
})
/** Few, since each is a minute of virtual time. */
const runs = { numRuns: 20 }

const pair = (seed = 1, options: ConstructorParameters<typeof LinkNetwork>[2] = {}) => {
  const network = new LinkNetwork(2, seed, options)
  const [a, b] = network.nodes
  assert.isDefined(a)
  assert.isDefined(b)
  return { network, a, b }
}

const zeros = (count: number) => Array.from({ length: count }, () => 0)

/** Long enough for whatever is under way to end. */
const settleMillis = 30_000

describe("links under loss, doubling and overtaking", () => {
  it("deliver every record in order and exactly once, or end", () => {
    fc.assert(
      fc.property(seeds, faults, fc.constantFrom(1, 0x7fff_fff0, 0xffff_fff0), (seed, faults, firstSequence) => {
        const { a, b, network } = pair(seed, { firstSequence })
        network.faults = faults
        network.run(3_000, () => {
          for (let count = network.below(4); count > 0; count--) a.send(b, network.now, 8 + network.below(900))
          for (let count = network.below(3); count > 0; count--) b.send(a, network.now)
        })
        network.faults = noFaults
        network.run(settleMillis)

        assertWholeRuns(a.about(b))
        assertWholeRuns(b.about(a))
        assert.deepEqual([a.downs(b), b.downs(a)], [[], []])
        assert.strictEqual(b.received(a), [...a.sent.values()][0] ?? 0)
        assert.strictEqual(a.received(b), [...b.sent.values()][0] ?? 0)
        assert.isTrue(a.table.entries().every(({ link }) => link.heldBytes === 0))
      }),
      runs
    )
  })

  it("lose nothing unseen when links end and begin anew amid datagrams of earlier ones", () => {
    fc.assert(
      fc.property(seeds, faults, (seed, faults) => {
        const { a, b, network } = pair(seed)
        network.faults = { ...faults, late: 0.2 }
        network.run(40_000, () => {
          const [from, to] = network.below(2) === 0 ? [a, b] : [b, a]
          if (network.below(10) === 0) from.send(to, network.now)
          if (network.below(200) === 0) from.table.reset(to.address)
          if (network.below(800) === 0) swap(from, network.now)
        })
        for (const node of network.nodes) if (!node.hasBus) swap(node, network.now)
        network.faults = noFaults
        network.run(settleMillis)

        assertWholeRuns(a.about(b))
        assertWholeRuns(b.about(a))
        // Both are left with the same link, or with none.
        assert.strictEqual(a.table.entries().length, b.table.entries().length)
      }),
      {
        ...runs,
        // A late Hello made a new link of one side meet an old one of the other, and what the old one had taken was missed.
        examples: [[3, { dropped: 0.39760952955111867, doubled: 0, late: 0, maxDelayMillis: 175 }]]
      }
    )
  })
})

const away = (node: LinkNetwork["nodes"][number], now: number) => {
  node.hasBus = false
  node.table.busAway(now)
}
const back = (node: LinkNetwork["nodes"][number], now: number) => {
  node.hasBus = true
  node.table.busUp(now)
}
const swap = (node: LinkNetwork["nodes"][number], now: number) => {
  if (node.hasBus) away(node, now)
  else back(node, now)
}

describe("a link", () => {
  it("delivers what was sent before both sides have met", () => {
    const { a, b, network } = pair()

    for (let count = 0; count < 100; count++) a.send(b, network.now, 500)
    network.run(100)

    assert.strictEqual(b.received(a), 100)
    assertWholeRuns(b.about(a))
  })

  it("is one link when both sides open it at once", () => {
    const { a, b, network } = pair()

    a.send(b, network.now)
    b.send(a, network.now)
    network.run(10_000)

    assert.deepEqual([a.about(b), b.about(a)], [[{ life: 0, index: 0 }], [{ life: 0, index: 0 }]])
    assert.isTrue(a.table.entries()[0]?.link.isUp)
  })

  it("sends a lost tail again", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    network.cut.add("1>2")
    for (let count = 0; count < 50; count++) a.send(b, network.now, 1_000)
    network.run(20)
    network.cut.clear()
    network.run(1_500)

    assert.strictEqual(b.received(a), 51)
    assertWholeRuns(b.about(a))
  })

  it("sends nothing again where nothing is lost", () => {
    const { a, b, network } = pair()

    network.run(20_000, () => a.send(b, network.now, 900))
    network.run(100)

    assert.strictEqual(b.received(a), 2_000)
    assert.strictEqual(a.retransmitted + b.retransmitted, 0)
  })

  it("overflows at the bytes of its ring and not before, and tells both sides", () => {
    const { a, b, network } = pair(1, { ringBytes: 10_000 })
    a.send(b, network.now)
    network.run(1_000)
    b.isFrozen = true

    const recordBytes = 1_000 - limits.recordHeaderBytes
    for (let count = 0; count < 10; count++) a.send(b, network.now, recordBytes)
    assert.isUndefined(a.table.entries()[0]?.link.downReason)
    a.send(b, network.now)
    assert.deepEqual(a.downs(b), [], "never from within send")
    network.run(100)

    assert.deepEqual(a.downs(b), ["overflow"])
    b.isFrozen = false
    network.run(1_000)
    assert.deepEqual(b.downs(a), ["reset"])
    assertWholeRuns(b.about(a))
  })

  it("is gone soon for a node that nobody has heard of", () => {
    const { a, b, network } = pair()
    b.isDead = true

    a.send(b, network.now)
    network.run(limits.confirmUnmetMillis + 3 * limits.tickMillis)

    assert.deepEqual(a.downs(b), ["unreachable"])
    network.run(settleMillis)
    assert.deepEqual(a.downs(b), ["unreachable"])
  })

  it("outlives a moment in which the bus finds nobody", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    away(b, network.now)
    network.run(limits.confirmMillis - 2 * limits.tickMillis, () => a.send(b, network.now))
    back(b, network.now)
    network.run(3_000)

    assert.deepEqual([a.downs(b), b.downs(a)], [[], []])
    assert.strictEqual(b.received(a), [...a.sent.values()][0])
  })

  it("ends when the bus finds nobody for longer", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    b.isDead = true
    network.run(limits.pingMillis + limits.confirmMillis + 3 * limits.tickMillis)

    assert.deepEqual(a.downs(b), ["unreachable"])
  })

  it("ends on both sides when datagrams get lost in one direction", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    network.cut.add("1>2")
    network.run(limits.silenceMillis + limits.pingMillis + 3 * limits.tickMillis)

    assert.deepEqual([a.downs(b), b.downs(a)], [["reset"], ["silent"]])
  })

  it("holds what is sent while the bus is away, and loses nothing", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    for (const node of network.nodes) away(node, network.now)
    network.run(3_000, () => a.send(b, network.now, 100))
    for (const node of network.nodes) back(node, network.now)
    network.run(1_000)

    assert.strictEqual(b.received(a), 301)
    assertWholeRuns(b.about(a))
    assert.deepEqual([a.downs(b), b.downs(a)], [[], []])
  })

  it("ends when the bus stays away, and one that is opened then ends too", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    for (const node of network.nodes) away(node, network.now)
    network.run(limits.graceMillis + limits.tickMillis)
    a.send(b, network.now)
    network.run(limits.tickMillis)

    assert.deepEqual([a.downs(b), b.downs(a)], [["bus-down", "bus-down"], ["bus-down"]])
  })

  it("takes its own standing still for nobody's silence", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    a.isFrozen = true
    network.run(limits.freezeMillis - limits.pingMillis)
    assert.isFalse(a.table.hasFrozen(network.now))
    a.table.tick(network.now)
    a.isFrozen = false
    network.run(1_000)

    assert.deepEqual([a.downs(b), b.downs(a)], [[], []])
    b.isFrozen = true
    network.run(limits.freezeMillis + limits.tickMillis)
    assert.isTrue(b.table.hasFrozen(network.now))
  })

  it("is reset here and there, and the next one begins anew", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    a.table.reset(b.address)
    assert.deepEqual(a.downs(b), [], "never from within reset")
    network.run(100)
    b.send(a, network.now)
    network.run(1_000)

    assert.deepEqual([a.downs(b), b.downs(a)], [["reset"], ["reset"]])
    assertWholeRuns(a.about(b))
    assert.strictEqual(a.received(b), 1)
  })

  it("is refused by a node that listens no more", () => {
    const { a, b, network } = pair()
    b.table.isOpen = false

    a.send(b, network.now)
    network.run(1_000)

    assert.deepEqual(a.downs(b), ["reset"])
    assert.lengthOf(b.table.entries(), 0)
  })

  it("of another version ends on both sides", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)
    const foreign = Uint8Array.of(limits.linkVersion + 1, 4, 0, 0, 0, 0, 9, 0, 0, 0, ...zeros(8), 0xff)

    a.table.receive(
      b.address,
      Uint8Array.of(limits.linkVersion + 1, 2, 1, 0, 0, 0, 9, 0, 0, 0, ...zeros(8)),
      network.now
    )
    b.table.receive(a.address, foreign, network.now)
    network.run(1_000)

    assert.deepEqual(a.downs(b), ["version"])
    assert.deepEqual(b.downs(a), ["reset"], "by its next ping")
  })

  it("ends at what no link says", () => {
    const { a, b, network } = pair()
    a.send(b, network.now)
    network.run(1_000)

    b.table.receive(a.address, Uint8Array.of(limits.linkVersion, 0xff, 0), network.now)
    network.run(1_000)

    assert.deepEqual([a.downs(b), b.downs(a)], [["reset"], ["reset"]])
  })

  it("answers what belongs to no link, and never a Reset", () => {
    const { a, b, network } = pair()
    const published: Array<Uint8Array> = []
    network.publish = (_, __, datagram) => void published.push(datagram)

    const ping = Uint8Array.of(limits.linkVersion, 0, 7, 0, 0, 0, 9, 0, 0, 0, ...zeros(8))
    a.table.receive(b.address, ping, network.now)
    assert.deepEqual(published, [Uint8Array.of(limits.linkVersion, 2, 9, 0, 0, 0, 7, 0, 0, 0, ...zeros(8))])
    a.table.receive(b.address, published[0] ?? ping, network.now)

    assert.lengthOf(published, 1)
    assert.lengthOf(a.table.entries(), 0)
  })

  it("refuses a record that is empty or too long, and one to its own node", () => {
    const { a, b, network } = pair()
    const send = (bytes: number, to = b) => a.table.send(to.address, new Uint8Array(bytes), network.now)

    assert.throws(() => send(0), RangeError)
    assert.throws(() => send(a.table.maxRecordBytes + 1), RangeError)
    assert.throws(() => send(8, a), RangeError)
    a.send(b, network.now, a.table.maxRecordBytes)
    network.run(100)
    assert.strictEqual(b.received(a), 1)
  })
})
