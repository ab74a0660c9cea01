/**
 * Whose address counts for a request, and what of it. Pure, on texts as sockets and headers give them.
 *
 * A header is believed only as far as the relay's own proxies have written it: from the right, up to the first address
 * that is no trusted proxy's. What stands further left anybody may have sent. A proxy that reports no address stands for
 * itself. RFC 7239's Forwarded is not read: the proxies that people run replace X-Forwarded-For when told to, and pass on
 * the Forwarded that anybody has sent. To read both would be to believe the one that the proxy does not know of.
 */
import { Option } from "effect"
import { IpNetwork, NetAddress } from "effect/net"

/** Bits of an IPv6 address that one household, phone or server has to itself, as a rule. */
const ipv6GroupBits = 64

/** A network in CIDR notation, or one address. */
export const networkOf = (text: string): Option.Option<IpNetwork.IpNetwork> =>
  Option.orElse(Option.getSuccess(IpNetwork.fromString(text)), () =>
    Option.map(ipOf(text), (address) => IpNetwork.makeUnsafe(address, NetAddress.width(address)))
  )

/**
 * The address that a request counts for: that of its peer or, if the peer is a trusted proxy, the right-most one of
 * X-Forwarded-For that is not. All of them trusted: the left-most.
 */
export const requester = (
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: ReadonlyArray<IpNetwork.IpNetwork>
): string | undefined => {
  if (peer === undefined || forwardedFor === undefined || !isWithin(peer, trusted)) return peer
  let found = peer
  for (const text of forwardedFor.split(",").toReversed()) {
    const hop = hopOf(text.trim())
    if (Option.isNone(hop)) return peer
    found = NetAddress.formatIp(hop.value)
    if (!isWithin(found, trusted)) break
  }
  return found
}

/** Whether an address is in one of these networks. What is no address is in none. */
export const isWithin = (address: string | undefined, networks: ReadonlyArray<IpNetwork.IpNetwork>): boolean =>
  Option.match(ipOf(address ?? ""), {
    onNone: () => false,
    onSome: (ip) => networks.some((network) => IpNetwork.contains(network, ip))
  })

/** What counts as one: an IPv4 address, the /64 of an IPv6 address. `undefined` for what is no address. */
export const groupOf = (address: string | undefined): string | undefined => {
  const ip = Option.getOrUndefined(ipOf(address ?? ""))
  if (ip === undefined) return undefined
  return NetAddress.isIpv4Address(ip)
    ? NetAddress.formatIp(ip)
    : IpNetwork.format(IpNetwork.fromAddressUnsafe(ip, ipv6GroupBits))
}

/** An IPv4-mapped IPv6 address is the IPv4 address. A zone (fe80::1%eth0) says which of our links it is on: not who. */
const ipOf = (text: string): Option.Option<NetAddress.IpAddress> =>
  Option.map(Option.getSuccess(NetAddress.ipFromString(text.replace(/%.*$/, ""))), (address) =>
    NetAddress.toCanonical(address)
  )

/** Some proxies put IPv6 in brackets, or write the port too. */
const hopOf = (text: string): Option.Option<NetAddress.IpAddress> =>
  ipOf(text.replace(/^\[([^\]]*)\](?::\d{1,5})?$|^([\d.]+):\d{1,5}$/, "$1$2"))
