import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Plain keys in memory only; what is stored of them is wrapped by KMS. */
export interface Keyring {
  /** The secret under which numbers become keys of items. Never changes: it would orphan what is stored. */
  index(): Promise<KeyObject>;
  /** The key that seals from now on. A new one every month keeps far below AES-GCM's limit on random nonces. */
  current(): Promise<SealingKey>;
  /** An earlier sealing key, by the id stored beside what it sealed. */
  sealing(id: string): Promise<SealingKey>;
}

export interface SealingKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** Where the keyring gets its keys: made once by KMS, kept wrapped. */
export interface WrappedKeys {
  /** The plain key of this name; made and kept when there is none yet. */
  obtain(name: string): Promise<Buffer>;
}

export function createKeyring(wrapped: WrappedKeys, now: () => Date): Keyring {
  // As key objects: from a buffer, every use would set the key up again.
  const unwrapped = new Map<string, Promise<KeyObject>>();
  const obtain = (name: string): Promise<KeyObject> => {
    const known = unwrapped.get(name);
    if (known !== undefined) return known;
    const key = wrapped.obtain(name).then(createSecretKey);
    unwrapped.set(name, key);
    // A failure is not remembered: the next request asks again.
    key.catch(() => unwrapped.delete(name));
    return key;
  };
  const sealing = async (id: string): Promise<SealingKey> => ({ id, key: await obtain(id) });
  return {
    index: () => obtain('index'),
    current: () => sealing(`data-${now().toISOString().slice(0, 7)}`),
    sealing,
  };
}

/** A key of an item that tells nothing of what it was made from. Parts are length-prefixed, so none can run over. */
export async function keyedHash(keyring: Keyring, parts: readonly string[]): Promise<string> {
  const hmac = createHmac('sha256', await keyring.index());
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  return hmac.digest('base64url');
}
