import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import type { Keyring } from './keyring.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: `nonce | tag | ciphertext`, and the id of the key. Bound to its place by the associated data. */
export interface Sealed {
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** `place` is the item's key and attribute: what is sealed there opens nowhere else. */
export async function seal(keyring: Keyring, value: unknown, place: string): Promise<Sealed> {
  const { id, key } = await keyring.current();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return { keyId: id, bytes: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
}

/** Throws when the bytes were altered or come from another place. */
export async function unseal(keyring: Keyring, sealed: Sealed, place: string): Promise<unknown> {
  const { key } = await keyring.sealing(sealed.keyId);
  const bytes = Buffer.from(sealed.bytes);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString('utf8'));
}
