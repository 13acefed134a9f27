import { Resolver } from 'node:dns/promises';

import type { Resolve } from './target.ts';

const TIMEOUT_MS = 1_000;
const TRIES = 2;

/** Of the DNS alone, within a few seconds: no file of this machine has a say in where webhooks go. */
export function createResolve(): Resolve {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  return async (host) => {
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return found.flatMap((family) => (family.status === 'fulfilled' ? family.value : []));
  };
}
