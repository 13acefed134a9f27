import { createPrivateKey, type KeyObject } from 'node:crypto';

import * as z from 'zod/mini';

import type { ReadSecret } from '../aws/secret.ts';
import { createKeyCache, type KeyCacheOptions } from './key-cache.ts';
import type { DecryptionKey } from './nested-token.ts';

export type SecretFault = 'out-of-reach' | 'missing' | 'malformed';

export interface DecryptionKeyOptions extends KeyCacheOptions {
  readonly readSecret: ReadSecret;
  /** Told what is wrong with the secret, and nothing of what it holds. */
  readonly onFault: (fault: SecretFault) => void;
}

/** A JWK set, each key with the id by which tokens name it; whether the rest makes a key is seen by making it. */
const jwks = z.object({
  keys: z
    .array(z.looseObject({ kid: z.string().check(z.minLength(1)), kty: z.string() }))
    .check(z.minLength(1)),
});

interface OurKey {
  readonly kid: string;
  readonly isRsa: boolean;
  readonly key: KeyObject;
}

/** Whoever takes a key out of the secret wants it to open nothing soon. */
const FRESH_MS = 300_000;
const USABLE_MS = 3_600_000;

/** Our private keys, loaded from their secret when the first encrypted token comes; rotated there without a deploy. */
export function createDecryptionKey({
  readSecret,
  onFault,
  ...options
}: DecryptionKeyOptions): DecryptionKey {
  const load = (): Promise<readonly OurKey[]> => loadKeys(readSecret, onFault);
  const cache = createKeyCache(load, { freshMs: FRESH_MS, usableMs: USABLE_MS, ...options });
  return async (header) => {
    const known = pick(await cache.current(), header) ?? pick(await cache.renewed(), header);
    return known?.key ?? null;
  };
}

/** By its id; an issuer that writes none means the first that its algorithm can mean. */
const pick = (keys: readonly OurKey[], { kid, alg }: Parameters<DecryptionKey>[0]): OurKey | undefined =>
  keys.find((key) => (kid === undefined ? key.isRsa === alg.startsWith('RSA') : key.kid === kid));

async function loadKeys(
  readSecret: ReadSecret,
  onFault: DecryptionKeyOptions['onFault'],
): Promise<readonly OurKey[]> {
  const secret = await readSecret().catch(() => refused('out-of-reach', onFault));
  if (secret === null) return refused('missing', onFault);
  try {
    return readKeys(secret);
  } catch {
    // The parser's own error would quote the secret.
    return refused('malformed', onFault);
  }
}

function refused(fault: SecretFault, onFault: DecryptionKeyOptions['onFault']): never {
  onFault(fault);
  throw new Error(`The secret with the keys for encrypted tokens: ${fault}`);
}

function readKeys(secret: string): readonly OurKey[] {
  return jwks.parse(JSON.parse(secret)).keys.map((jwk) => {
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    if (!canDecrypt(key)) throw new Error('A key that no token can be encrypted to');
    return { kid: jwk.kid, isRsa: key.asymmetricKeyType === 'rsa', key };
  });
}

const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** For the algorithms of nested-token.ts (RFC 7518 §4.3, §4.6; RFC 8037 §3.2). */
function canDecrypt({ asymmetricKeyType, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (asymmetricKeyType === 'rsa') return (details?.modulusLength ?? 0) >= 2048;
  if (asymmetricKeyType === 'ec') return CURVES.includes(details?.namedCurve ?? '');
  return asymmetricKeyType === 'x25519';
}
