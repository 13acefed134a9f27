import { type ChipTrust, readTrust, type StoredTrust } from './trust.ts';

/** How long what the operator loads or removes may stay unnoticed by an instance. */
const FRESH_MS = 5 * 60_000;
/** After a failure the old set serves, and the table is not asked with every chip. */
const RETRY_MS = 30_000;

export interface VersionedTrust extends StoredTrust {
  readonly version: string;
}

export interface TrustSourceOptions {
  /** Null where nothing was ever loaded. */
  readonly read: () => Promise<VersionedTrust | null>;
  readonly now: () => Date;
  /** An old set serves, or one whose revocation lists should have been replaced. */
  readonly onStale: () => void;
}

/** Whom to believe, kept in memory. The last good set stays when the table does not answer or holds nonsense. */
export function createTrustSource({
  read,
  now,
  onStale,
}: TrustSourceOptions): () => Promise<ChipTrust | null> {
  let kept: { readonly version: string; readonly trust: ChipTrust } | null = null;
  let askAgainAt = -Infinity;
  let asking: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    try {
      const stored = await read();
      if (stored === null) kept = null;
      // Reading lists of thousands costs milliseconds: only where something changed.
      else if (stored.version !== kept?.version) kept = { version: stored.version, trust: readTrust(stored) };
      askAgainAt = now().getTime() + FRESH_MS;
      const dueAt = kept?.trust.crlsDueAt ?? null;
      if (dueAt !== null && dueAt < now()) onStale();
    } catch {
      askAgainAt = now().getTime() + RETRY_MS;
      onStale();
    }
  }

  return async () => {
    if (now().getTime() >= askAgainAt) {
      asking ??= refresh().finally(() => {
        asking = null;
      });
      await asking;
    }
    return kept?.trust ?? null;
  };
}
