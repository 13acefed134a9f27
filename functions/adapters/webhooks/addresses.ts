import { BlockList, isIP } from 'node:net';

/** An address range, and the document that says it is not the public Internet. */
type Range = readonly [network: string, prefix: number, source: string];

/** IANA's special-purpose registry for IPv4 (RFC 6890), and what is not unicast. */
const special4: readonly Range[] = [
  ['0.0.0.0', 8, 'RFC 791: this network'],
  ['10.0.0.0', 8, 'RFC 1918: private'],
  ['100.64.0.0', 10, 'RFC 6598: shared by the customers of a carrier'],
  ['127.0.0.0', 8, 'RFC 1122: loopback'],
  ['169.254.0.0', 16, 'RFC 3927: link-local, where clouds tell their secrets'],
  ['172.16.0.0', 12, 'RFC 1918: private'],
  ['192.0.0.0', 24, 'RFC 6890: protocol assignments'],
  ['192.0.2.0', 24, 'RFC 5737: documentation'],
  ['192.31.196.0', 24, 'RFC 7535: AS112'],
  ['192.52.193.0', 24, 'RFC 7450: multicast tunnels'],
  ['192.88.99.0', 24, 'RFC 7526: 6to4 relays, given up'],
  ['192.168.0.0', 16, 'RFC 1918: private'],
  ['192.175.48.0', 24, 'RFC 7534: AS112'],
  ['198.18.0.0', 15, 'RFC 2544: benchmarks'],
  ['198.51.100.0', 24, 'RFC 5737: documentation'],
  ['203.0.113.0', 24, 'RFC 5737: documentation'],
  ['224.0.0.0', 4, 'RFC 5771: multicast'],
  ['240.0.0.0', 4, 'RFC 1112: reserved, and RFC 919: broadcast'],
];

/**
 * All that is given out to networks. Loopback, link-local, unique-local, multicast, IPv4-mapped and NAT64 addresses lie
 * outside it, and so does what nobody has assigned yet.
 */
const globalUnicast6: Range = ['2000::', 3, 'RFC 4291: global unicast'];

const special6: readonly Range[] = [
  [
    '2001::',
    23,
    'RFC 2928: protocol assignments; Teredo (RFC 4380), benchmarks (RFC 5180), ORCHID (RFC 7343)',
  ],
  ['2001:db8::', 32, 'RFC 3849: documentation'],
  ['2002::', 16, 'RFC 3056: 6to4, which leads to any IPv4 address'],
  ['2620:4f:8000::', 48, 'RFC 7534: AS112'],
  ['3fff::', 20, 'RFC 9637: documentation'],
];

const inGlobalUnicast6 = listOf('ipv6', [globalUnicast6]);
const inSpecial4 = listOf('ipv4', special4);
const inSpecial6 = listOf('ipv6', special6);

/** Whether an address, as a resolver gives it, is one machine on the public Internet. */
export function isPublicAddress(address: string): boolean {
  // A zone belongs to one machine's own network: nothing public has any.
  if (address.includes('%')) return false;
  switch (isIP(address)) {
    case 4:
      return !inSpecial4.check(address, 'ipv4');
    case 6:
      return inGlobalUnicast6.check(address, 'ipv6') && !inSpecial6.check(address, 'ipv6');
    default:
      return false;
  }
}

function listOf(family: 'ipv4' | 'ipv6', ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
  return list;
}
