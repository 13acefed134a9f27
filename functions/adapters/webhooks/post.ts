import { request as requestInClear } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { isIPv4, type LookupFunction } from 'node:net';

import type { CheckTarget, Target } from './target.ts';

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The status that the receiver answered with; null where it gave none, or may not be called. */
export type PostWebhook = (url: string, content: Content) => Promise<number | null>;

/** As long as receivers get to take it down; what they do with it is to happen afterwards. */
const TIMEOUT_MS = 10_000;

/** Checked anew each time: what a name leads to may have changed since it was registered. */
export const createPostWebhook =
  (check: CheckTarget): PostWebhook =>
  async (url, content) => {
    const target = await check(url);
    return target.ok ? postTo(target.value, content) : null;
  };

/** Calls the addresses that were checked and asks no DNS again. A redirect is only a status, and no body is read. */
export function postTo({ url, addresses }: Target, { headers, body }: Content): Promise<number | null> {
  const request = url.protocol === 'https:' ? requestOverTls : requestInClear;
  return new Promise((resolve) => {
    const giveUp = (): void => {
      resolve(null);
    };
    request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A kept connection would lead to an address of an earlier check.
      agent: false,
      lookup: alwaysTo(addresses),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
      .on('response', (response) => {
        resolve(response.statusCode ?? null);
        response.destroy();
      })
      .on('error', giveUp)
      .on('close', giveUp)
      .end(body);
  });
}

function alwaysTo(addresses: readonly string[]): LookupFunction {
  // From Lambda outside a VPC only IPv4 leads out.
  const found = addresses
    .map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }))
    .toSorted((one, other) => one.family - other.family);
  return (_host, { all }, done) => {
    const [first = { address: '', family: 4 }] = found;
    if (all === true) done(null, found);
    else done(null, first.address, first.family);
  };
}
