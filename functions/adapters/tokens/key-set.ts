import {
  createLocalJWKSet,
  type CryptoKey,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from 'jose';
import * as z from 'zod/mini';

import { createKeyCache, type KeyCacheOptions } from './key-cache.ts';

/** An issuer's keys, for `jwtVerify`. */
export type KeySet = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

export interface KeySetOptions extends KeyCacheOptions {
  readonly url: string;
  readonly timeoutMs?: number;
}

/** Without a single key it is no key set: the last good one stays. */
const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).check(z.minLength(1)) });

/**
 * Made once, outside the handler. jose's own remote set forgets everything when the issuer is down past its cache
 * age, and a desk must not stop for that.
 */
export function createKeySet({ url, timeoutMs = 500, ...options }: KeySetOptions): KeySet {
  const cache = createKeyCache(() => fetchKeys(url, timeoutMs), options);
  return async (header, token) => {
    const keys = await cache.current();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const renewed = await cache.renewed();
      return renewed(header, token);
    }
  };
}

async function fetchKeys(url: string, timeoutMs: number): Promise<ReturnType<typeof createLocalJWKSet>> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`The issuer answered ${response.status}`);
  return createLocalJWKSet(jwks.parse(await response.json()));
}
