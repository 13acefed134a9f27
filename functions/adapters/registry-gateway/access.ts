import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import type { Keyring } from '../keys/keyring.ts';
import { createSessionStore } from '../dynamodb/sessions.ts';
import type { Table } from '../dynamodb/items.ts';
import { systemTime } from '../time.ts';
import { createCredentialStore } from './credentials.ts';
import { orOwnSession, type OwnSessionOptions } from './sessions.ts';
import { createTransport } from './transport.ts';
import type { RegistryAccess } from './within-session.ts';

export interface RegistrySettings {
  readonly REGISTRY_URL: string;
  readonly REGISTRY_CONNECT_TIMEOUT_MS: number;
  readonly REGISTRY_TOTAL_TIMEOUT_MS: number;
  readonly CREDENTIALS_PREFIX: string;
}

/** The registry over the network, with the sessions of the cache table and the accounts of Secrets Manager. */
export const openRegistry = (
  config: RegistrySettings,
  { cache, keyring }: { readonly cache: Table; readonly keyring: Keyring },
  store: Omit<OwnSessionOptions, 'now'>,
): RegistryAccess => ({
  transport: createTransport({
    baseUrl: config.REGISTRY_URL,
    connectTimeoutMs: config.REGISTRY_CONNECT_TIMEOUT_MS,
  }),
  sessions: orOwnSession(createSessionStore({ table: cache, keyring, ...systemTime }), {
    now: systemTime.now,
    ...store,
  }),
  credentials: createCredentialStore(new SecretsManagerClient({}), config.CREDENTIALS_PREFIX, systemTime.now),
  totalTimeoutMs: config.REGISTRY_TOTAL_TIMEOUT_MS,
  now: systemTime.now,
});
