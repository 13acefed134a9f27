import {
  createLocalJWKSet,
  type CryptoKey,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import * as z from 'zod/mini';

/** An issuer's keys, for `jwtVerify`. */
export type KeySet = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

export interface KeySetOptions extends KeyTimes {
  readonly url: string;
  readonly now: () => Date;
  /** Called for every check made with keys older than `freshMs` because the issuer does not answer. */
  readonly onStale: () => void;
}

export interface KeyTimes {
  /** How long fetched keys count as fresh. */
  readonly freshMs?: number | undefined;
  /** At most one fetch in this time, whatever unknown key ids are thrown at us. */
  readonly cooldownMs?: number | undefined;
  /** How long the last good set may serve while the issuer is silent. */
  readonly usableMs?: number;
  readonly timeoutMs?: number;
}

/** The issuer's keys were never loaded, or too long ago: nothing can be said about the token. */
export class KeysUnavailableError extends Error {}

/** Without a single key it is no key set: the last good one stays. */
const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).check(z.minLength(1)) });

interface Loaded {
  readonly keys: ReturnType<typeof createLocalJWKSet>;
  readonly at: number;
}

/**
 * Keys cached for the life of the instance. Made once, outside the handler. jose's own remote set forgets
 * everything when the issuer is down past its cache age, and a desk must not stop for that.
 */
export function createKeySet(options: KeySetOptions): KeySet {
  const {
    url,
    now,
    onStale,
    freshMs = 600_000,
    cooldownMs = 30_000,
    usableMs = 24 * 3_600_000,
    timeoutMs = 500,
  } = options;
  let loaded: Loaded | null = null;
  let triedAt = -Infinity;
  let underWay: Promise<void> | null = null;

  async function load(): Promise<void> {
    triedAt = now().getTime();
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) return;
      loaded = { keys: createLocalJWKSet(readKeys(await response.json())), at: now().getTime() };
    } catch {
      // The last good set stays; whether it may still serve is decided by its age.
    }
  }

  /** One fetch for all who wait, and none within the cooldown of the last attempt. */
  async function refresh(): Promise<void> {
    if (underWay === null) {
      if (now().getTime() - triedAt < cooldownMs) return;
      underWay = load().finally(() => {
        underWay = null;
      });
    }
    await underWay;
  }

  const age = (set: Loaded): number => now().getTime() - set.at;

  async function usable(): Promise<Loaded> {
    if (loaded === null || age(loaded) >= freshMs) await refresh();
    if (loaded === null || age(loaded) >= usableMs) throw new KeysUnavailableError();
    if (age(loaded) >= freshMs) onStale();
    return loaded;
  }

  return async (header, token) => {
    const set = await usable();
    try {
      return await set.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Perhaps the issuer has rotated its keys.
      await refresh();
      return (await usable()).keys(header, token);
    }
  };
}

function readKeys(json: unknown): JSONWebKeySet {
  return jwks.parse(json);
}
