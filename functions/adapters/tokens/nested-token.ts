import type { KeyObject } from 'node:crypto';

import { compactDecrypt } from 'jose';
import * as z from 'zod/mini';

import { readJweHeader } from './compact-shape.ts';
import { isJweHeader } from './header-rules.ts';

/** No RSA1_5 (RFC 8725 §3.2), no passwords, nothing unauthenticated. */
const KEY_ALGORITHMS = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW'] as const;
const CONTENT_ALGORITHMS = ['A128GCM', 'A256GCM'];

/** What a header says of the key that opens the token. */
const namedKey = z.object({ alg: z.enum(KEY_ALGORITHMS), kid: z.optional(z.string()) });

/**
 * Our own private key, of which the issuer has the public half; null where it is none of ours. Throws
 * `KeysUnavailableError` where ours cannot be had.
 */
export type DecryptionKey = (named: z.infer<typeof namedKey>) => Promise<KeyObject | null>;

/** The signed token inside an encrypted one, or null: whatever went wrong is told nobody, it would be an oracle. */
export async function openNested(token: string, decryptionKey: DecryptionKey): Promise<string | null> {
  const header = readJweHeader(token);
  if (header === null || !isJweHeader(header)) return null;
  const named = namedKey.safeParse(header);
  const key = named.success ? await decryptionKey(named.data) : null;
  return key === null ? null : decrypt(token, key);
}

async function decrypt(token: string, key: KeyObject): Promise<string | null> {
  try {
    const { plaintext } = await compactDecrypt(token, key, {
      keyManagementAlgorithms: [...KEY_ALGORITHMS],
      contentEncryptionAlgorithms: CONTENT_ALGORITHMS,
    });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext);
  } catch {
    return null;
  }
}
