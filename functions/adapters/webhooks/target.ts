import { isIP } from 'node:net';

import { failed, ok, type Result } from '../../core/result.ts';
import { isPublicAddress } from './addresses.ts';

/**
 * Where webhooks go is written by others, and it is our machines that call it: without these rules anybody with a client
 * could make them speak to what only they can reach.
 */
export const targetFaults = {
  'not-a-url': 'is not an absolute URL',
  'not-https': 'must begin with https://',
  port: 'must be served on port 443',
  credentials: 'must not carry a user name or password; the signature proves who calls',
  'private-address': 'leads to an address that is not on the public Internet',
  unresolvable: 'has a host name that leads to no address',
} as const;

export type TargetFault = keyof typeof targetFaults;

/** `loopback`: in the local run alone, where http://127.0.0.1 with any port is good as well. */
export const targetPolicies = ['public', 'loopback'] as const;
export type TargetPolicy = (typeof targetPolicies)[number];

/** A place that may be called, at these addresses and no others. */
export interface Target {
  readonly url: URL;
  readonly addresses: readonly string[];
}

/** Every address of a host; none where it has none, or nobody knows. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export type CheckTarget = (url: string) => Promise<Result<Target, TargetFault>>;

/** What is not unicast on the public Internet is refused, whatever the name in front of it. */
export const createCheckTarget =
  (policy: TargetPolicy, resolve: Resolve): CheckTarget =>
  async (text) => {
    const url = URL.parse(text);
    if (url === null) return failed('not-a-url');
    if (policy === 'loopback' && url.protocol === 'http:' && url.hostname === '127.0.0.1') {
      return ok({ url, addresses: [url.hostname] });
    }
    const fault = faultOf(url);
    if (fault !== null) return failed(fault);
    const addresses = await addressesOf(url, resolve);
    if (addresses.length === 0) return failed('unresolvable');
    // One that is not public is enough: which of them is called is not ours to choose.
    return addresses.every(isPublicAddress) ? ok({ url, addresses }) : failed('private-address');
  };

function faultOf(url: URL): TargetFault | null {
  if (url.protocol !== 'https:') return 'not-https';
  if (url.username !== '' || url.password !== '') return 'credentials';
  // The parser leaves out the port that https has anyway.
  return url.port === '' ? null : 'port';
}

/** The parser has already turned 0x7f.1 and 2130706433 into what they mean. */
async function addressesOf({ hostname }: URL, resolve: Resolve): Promise<readonly string[]> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(literal) === 0 ? resolve(hostname) : [literal];
}
