/** Whose address counts: what a header may say, what it may not, and which addresses are one source. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { groupOf, networkOf, requester } from "../../src/domain/SourceAddress.ts"

const networks = (...texts: ReadonlyArray<string>) => texts.map((text) => Option.getOrThrow(networkOf(text)))

const trusted = networks("127.0.0.1/32", "10.0.0.0/8", "fd00::/8")

/** Peer, X-Forwarded-For, who counts. */
const requests: ReadonlyArray<readonly [string | undefined, string | undefined, string | undefined, string]> = [
  ["127.0.0.1", "198.51.100.7", "198.51.100.7", "what a trusted proxy has seen"],
  ["127.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7", "the right-most, whatever was sent with the request"],
  ["127.0.0.1", "198.51.100.7, 10.1.2.3", "198.51.100.7", "who stands behind two trusted proxies"],
  ["127.0.0.1", "198.51.100.7,10.1.2.3 ,\t10.9.9.9", "198.51.100.7", "spaces or none"],
  ["127.0.0.1", "198.51.100.7, 203.0.113.9, 10.1.2.3", "203.0.113.9", "nobody behind the first stranger"],
  ["::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7", "a trusted proxy by its mapped address"],
  ["fd00::1", "2001:db8::7", "2001:db8::7", "IPv6 over IPv6"],
  ["127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7", "an address with a port, in brackets"],
  ["127.0.0.1", "198.51.100.7:4711", "198.51.100.7", "an address with a port"],
  ["127.0.0.1", "[2001:db8::7]", "2001:db8::7", "an address in brackets"],
  ["127.0.0.1", "x[2001:db8::7]", "127.0.0.1", "the proxy itself, for more than an address in brackets"],
  ["127.0.0.1", "[2001:db8::7]:4711x", "127.0.0.1", "the proxy itself, for more than a port behind brackets"],
  ["127.0.0.1", "x198.51.100.7:4711", "127.0.0.1", "the proxy itself, for more than an address with a port"],
  ["127.0.0.1", "198.51.100.7:4711x", "127.0.0.1", "the proxy itself, for more than a port"],
  ["127.0.0.1", "::ffff:198.51.100.7", "198.51.100.7", "a mapped address in the header"],
  ["127.0.0.1", "10.7.7.7, 10.1.2.3", "10.7.7.7", "the left-most, if all are trusted"],
  ["127.0.0.1", undefined, "127.0.0.1", "the proxy itself, without a header"],
  ["127.0.0.1", "", "127.0.0.1", "the proxy itself, for an empty header"],
  ["127.0.0.1", "unknown", "127.0.0.1", "the proxy itself, for what is no address"],
  ["127.0.0.1", "198.51.100.7, unknown", "127.0.0.1", "the proxy itself, for garbage at the right"],
  ["127.0.0.1", "198.51.100.7, 10.1.2.3, 999.1.1.1", "127.0.0.1", "the proxy itself, for no address of IPv4"],
  ["127.0.0.1", "garbage, 198.51.100.7", "198.51.100.7", "the right-most, whatever garbage stands before it"],
  ["198.51.100.7", "203.0.113.9", "198.51.100.7", "the peer, if it is no trusted proxy"],
  ["127.0.0.2", "203.0.113.9", "127.0.0.2", "the peer beside a trusted network"],
  [undefined, "203.0.113.9", undefined, "nobody, if the peer has no address"]
]

describe("requester", () => {
  it.each(requests)("of %s with %s is %s: %4$s", (peer, header, expected) => {
    assert.strictEqual(requester(peer, header, trusted), expected)
  })

  it("believes no header while nobody is trusted", () => {
    assert.strictEqual(requester("127.0.0.1", "203.0.113.9", []), "127.0.0.1")
  })
})

/** What is one source, and what is another. */
const groups: ReadonlyArray<readonly [string | undefined, string | undefined]> = [
  ["198.51.100.7", "198.51.100.7"],
  ["::ffff:198.51.100.7", "198.51.100.7"],
  ["::FFFF:C633:6407", "198.51.100.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["2001:db8:1:3::", "2001:db8:1:3::/64"],
  ["::1", "::/64"],
  ["fe80::1%eth0", "fe80::/64"],
  ["localhost", undefined],
  ["", undefined],
  [undefined, undefined]
]

describe("groupOf", () => {
  it.each(groups)("%s counts as %s", (address, expected) => {
    assert.strictEqual(groupOf(address), expected)
  })
})

describe("networkOf", () => {
  it.each(["127.0.0.1", "::1"])("takes %s for a network of one", (address) => {
    const only = networks(address)

    assert.strictEqual(requester(address, "198.51.100.7", only), "198.51.100.7")
    assert.strictEqual(requester("127.0.0.2", "198.51.100.7", only), "127.0.0.2")
    assert.strictEqual(requester("::2", "198.51.100.7", only), "::2")
  })

  it.each(["10.0.0.0/8", "0.0.0.0/0", "127.0.0.1/32", "fd00::/8", "::/0", "127.0.0.1", "::1"])("takes %s", (text) => {
    assert.isTrue(Option.isSome(networkOf(text)))
  })

  it.each(["", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10/8", "localhost", "*", "fd00::/129"])(
    "does not take %s",
    (text) => {
      assert.isTrue(Option.isNone(networkOf(text)))
    }
  )
})
