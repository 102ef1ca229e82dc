import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What is not in the public Internet: this machine, its networks, and what has a meaning of its own (RFC 6890). */
const PRIVATE: readonly (readonly [net: string, bits: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const blocked = new BlockList();
for (const [net, bits, family] of PRIVATE) blocked.addSubnet(net, bits, family);

/** Of an address that is not one at all, too. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address);
  return version === 0 || blocked.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Whether the server may send there on behalf of whoever named it: over https, on its usual port, to a public address. What
 * a name stands for is looked at when it is connected to, see `publicLookup`.
 */
export function isPushEndpoint(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? host.includes('.') && !host.endsWith('.') : !isPrivateAddress(host);
}

/** For tests: a push service on this machine. */
export function isLoopbackEndpoint(endpoint: string): boolean {
  return URL.canParse(endpoint) && ['127.0.0.1', '[::1]'].includes(new URL(endpoint).hostname);
}

/** Resolves a name as ever, but to no private address, so that a name cannot be made to point inside. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const found = (addresses ?? []).filter(({ address }) => !isPrivateAddress(address));
    const [first] = found;
    if (error || !first) {
      const refused = error ?? Object.assign(new Error('there is no public address'), { code: 'ENOTFOUND' });
      callback(refused, options.all ? [] : '', 0);
    } else if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
