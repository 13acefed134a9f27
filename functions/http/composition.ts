import { createDynamoDb, createKms } from '../adapters/aws/clients.ts';
import { createDirectory } from '../adapters/dynamodb/directory.ts';
import { createInquiryStore } from '../adapters/dynamodb/inquiries.ts';
import type { Table } from '../adapters/dynamodb/items.ts';
import { createLookupStore } from '../adapters/dynamodb/lookups.ts';
import { createKeyring, type Keyring } from '../adapters/keys/keyring.ts';
import { createKmsWrappedKeys } from '../adapters/keys/kms-wrapped-keys.ts';
import { systemTime } from '../adapters/time.ts';
import { createCallerTokenVerifier, rememberTokens } from '../adapters/tokens/facility-token.ts';
import type { KeyTimes } from '../adapters/tokens/key-cache.ts';
import { createKeySet, type KeySet } from '../adapters/tokens/key-set.ts';
import type { InquiryStore, LookupStore } from '../core/eligibility/ports.ts';
import { metricNames } from '../core/metric-names.ts';
import { type Authenticate, createAuthenticate } from './caller.ts';
import { asymmetricAlgorithms } from './environment.ts';
import type { Telemetry } from './telemetry.ts';

/** Wiring that more than one function needs; each function's handler.ts composes the rest. */

export interface Stores {
  readonly cache: Table;
  readonly directory: Table;
  readonly keyring: Keyring;
  readonly inquiries: InquiryStore;
  readonly lookups: LookupStore;
}

export function composeStores(config: {
  readonly CACHE_TABLE: string;
  readonly DIRECTORY_TABLE: string;
  readonly DATA_KEY_ID: string;
}): Stores {
  const { now } = systemTime;
  const dynamoDb = createDynamoDb();
  const cache = { dynamoDb, name: config.CACHE_TABLE };
  const directory = { dynamoDb, name: config.DIRECTORY_TABLE };
  const keyring = createKeyring(
    createKmsWrappedKeys({ dynamoDb, kms: createKms(), table: directory.name, kmsKeyId: config.DATA_KEY_ID }),
    now,
  );
  return {
    cache,
    directory,
    keyring,
    inquiries: createInquiryStore({ table: cache, keyring, now }),
    lookups: createLookupStore({ table: cache, keyring, now }),
  };
}

export function composeAuthenticate(
  config: {
    readonly OIDC_ISSUER: string;
    readonly OIDC_JWKS_URL: string;
    readonly OIDC_AUDIENCE: string;
    readonly OIDC_ALGORITHMS: string;
    readonly OIDC_SCOPE_PREFIX: string;
  },
  stores: Pick<Stores, 'directory'>,
  telemetry: Telemetry,
): Authenticate {
  const trusted = {
    issuer: config.OIDC_ISSUER,
    jwksUrl: config.OIDC_JWKS_URL,
    audience: config.OIDC_AUDIENCE === '' ? null : config.OIDC_AUDIENCE,
    algorithms: asymmetricAlgorithms(config.OIDC_ALGORITHMS),
    scopePrefix: config.OIDC_SCOPE_PREFIX,
  };
  return createAuthenticate(
    rememberTokens(
      createCallerTokenVerifier(trusted, composeKeySet(trusted.jwksUrl, telemetry)),
      systemTime.now,
    ),
    createDirectory(stores.directory, systemTime.now),
  );
}

export const composeKeySet = (url: string, telemetry: Telemetry, times: KeyTimes = {}): KeySet =>
  createKeySet({
    ...times,
    url,
    now: systemTime.now,
    onStale: () => {
      telemetry.count(metricNames.keySetStale);
    },
  });
