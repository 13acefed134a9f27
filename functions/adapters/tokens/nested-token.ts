import { compactDecrypt, type CryptoKey } from 'jose';

import { readJweHeader } from './compact-shape.ts';
import { isJweHeader } from './header-rules.ts';

/** Our own private key, of which the issuer has the public half; null where none is set up. */
export type DecryptionKey = () => Promise<CryptoKey | null>;

/** No RSA1_5 (RFC 8725 §3.2), no passwords, nothing unauthenticated. */
const KEY_ALGORITHMS = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW'];
const CONTENT_ALGORITHMS = ['A128GCM', 'A256GCM'];

/** The signed token inside an encrypted one, or null: whatever went wrong is told nobody, it would be an oracle. */
export async function openNested(token: string, key: CryptoKey): Promise<string | null> {
  const header = readJweHeader(token);
  if (header === null || !isJweHeader(header)) return null;
  try {
    const { plaintext } = await compactDecrypt(token, key, {
      keyManagementAlgorithms: KEY_ALGORITHMS,
      contentEncryptionAlgorithms: CONTENT_ALGORITHMS,
    });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext);
  } catch {
    return null;
  }
}
