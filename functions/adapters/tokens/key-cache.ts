/** The keys were never loaded, or too long ago: nothing can be said about the token. */
export class KeysUnavailableError extends Error {}

export interface KeyTimes {
  /** How long loaded keys count as fresh. */
  readonly freshMs?: number | undefined;
  /** At most one loading in this time, whatever unknown key ids are thrown at us. */
  readonly cooldownMs?: number | undefined;
  /** How long the last good keys may serve while no others can be had. */
  readonly usableMs?: number;
}

export interface KeyCacheOptions extends KeyTimes {
  readonly now: () => Date;
  /** Called for every use of keys older than `freshMs` because none can be loaded. */
  readonly onStale: () => void;
}

export interface KeyCache<T> {
  /** The keys at hand, loaded first where there are none or they are no longer fresh. */
  current(): Promise<T>;
  /** For a key id that is not among them: perhaps they were rotated. */
  renewed(): Promise<T>;
}

/** Keys that live elsewhere, kept for the life of the instance: a desk must not stop because they cannot be had. */
export function createKeyCache<T>(load: () => Promise<T>, options: KeyCacheOptions): KeyCache<T> {
  const { now, onStale, freshMs = 600_000, cooldownMs = 30_000, usableMs = 24 * 3_600_000 } = options;
  let loaded: { readonly keys: T; readonly at: number } | null = null;
  let triedAt = -Infinity;
  let underWay: Promise<void> | null = null;

  async function reload(): Promise<void> {
    triedAt = now().getTime();
    try {
      loaded = { keys: await load(), at: now().getTime() };
    } catch {
      // The last good keys stay; whether they may still serve is decided by their age.
    }
  }

  /** One loading for all who wait, and none within the cooldown of the last attempt. */
  async function refresh(): Promise<void> {
    if (underWay === null) {
      if (now().getTime() - triedAt < cooldownMs) return;
      underWay = reload().finally(() => {
        underWay = null;
      });
    }
    await underWay;
  }

  const age = (): number => (loaded === null ? Infinity : now().getTime() - loaded.at);

  async function current(): Promise<T> {
    if (age() >= freshMs) await refresh();
    if (loaded === null || age() >= usableMs) throw new KeysUnavailableError();
    if (age() >= freshMs) onStale();
    return loaded.keys;
  }

  return {
    current,
    renewed: async () => {
      await refresh();
      return current();
    },
  };
}
