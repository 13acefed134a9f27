import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Plain keys in memory only; what is stored of them is wrapped by KMS. */
export interface Keyring {
  /** The secret under which numbers become keys of items. Never changes: it would orphan what is stored. */
  index(): Promise<KeyObject>;
  /** The key that seals from now on. A new one every month keeps far below AES-GCM's limit on random nonces. */
  current(): Promise<SealingKey>;
  /** The key of what was sealed before, by the id stored beside it. Throws where there is none of that id. */
  sealing(id: string): Promise<SealingKey>;
}

export interface SealingKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** Where the keyring gets its keys, in plain: made once by KMS, kept wrapped. */
export interface WrappedKeys {
  /** The key of this name; made and kept when there is none yet. */
  readonly obtain: (name: string) => Promise<Buffer>;
  /** The key of this name; throws when there is none. */
  readonly open: (name: string) => Promise<Buffer>;
}

export function createKeyring(wrapped: WrappedKeys, now: () => Date): Keyring {
  // As key objects: from a buffer, every use would set the key up again.
  const unwrapped = new Map<string, Promise<KeyObject>>();
  const remember = (name: string, unwrap: WrappedKeys['obtain']): Promise<KeyObject> => {
    const known = unwrapped.get(name);
    if (known !== undefined) return known;
    const key = unwrap(name).then(createSecretKey);
    unwrapped.set(name, key);
    // A failure is not remembered: the next request asks again.
    key.catch(() => unwrapped.delete(name));
    return key;
  };
  const currentId = (): string => `data-${now().toISOString().slice(0, 7)}`;
  const obtain = async (id: string): Promise<SealingKey> => ({ id, key: await remember(id, wrapped.obtain) });
  const open = async (id: string): Promise<SealingKey> => ({ id, key: await remember(id, wrapped.open) });
  return {
    index: () => remember('index', wrapped.obtain),
    current: () => obtain(currentId()),
    // An id out of the table is only data: it may not make keys.
    sealing: (id) => (id === currentId() ? obtain(id) : open(id)),
  };
}

/** A key of an item that tells nothing of what it was made from. Parts are length-prefixed, so none can run over. */
export async function keyedHash(keyring: Keyring, parts: readonly string[]): Promise<string> {
  const hmac = createHmac('sha256', await keyring.index());
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  return hmac.digest('base64url');
}
