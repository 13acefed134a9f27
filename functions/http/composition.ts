import { createDynamoDb } from '../adapters/aws/clients.ts';
import { createKms } from '../adapters/aws/kms.ts';
import type { AwsAccess } from '../adapters/aws/signed-post.ts';
import { createCircuitStore } from '../adapters/dynamodb/circuits.ts';
import { createDirectory } from '../adapters/dynamodb/directory.ts';
import { createInquiryStore } from '../adapters/dynamodb/inquiries.ts';
import type { Table } from '../adapters/dynamodb/items.ts';
import { createLookupStore } from '../adapters/dynamodb/lookups.ts';
import { createKeyring, type Keyring } from '../adapters/keys/keyring.ts';
import { createKmsWrappedKeys } from '../adapters/keys/kms-wrapped-keys.ts';
import { createPatience } from '../adapters/patience.ts';
import { systemTime } from '../adapters/time.ts';
import { createCallerTokenVerifier, rememberTokens } from '../adapters/tokens/facility-token.ts';
import type { KeyTimes } from '../adapters/tokens/key-cache.ts';
import { createKeySet, type KeySet } from '../adapters/tokens/key-set.ts';
import { createCircuit } from '../core/eligibility/circuit.ts';
import type { UsableWindows } from '../core/eligibility/freshness.ts';
import type { Attempting, Circuit, InquiryStore, LookupStore } from '../core/eligibility/ports.ts';
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

export interface AccessConfig {
  readonly AWS_REGION: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_SESSION_TOKEN?: string | undefined;
}

/** How AWS is called without its SDK: with the credentials of our own role. */
export const composeAccess = (config: AccessConfig): AwsAccess => ({
  region: config.AWS_REGION,
  credentials: {
    accessKeyId: config.AWS_ACCESS_KEY_ID,
    secretAccessKey: config.AWS_SECRET_ACCESS_KEY,
    ...(config.AWS_SESSION_TOKEN !== undefined && { sessionToken: config.AWS_SESSION_TOKEN }),
  },
});

interface KeyringConfig extends AccessConfig {
  readonly DIRECTORY_TABLE: string;
  readonly DATA_KEY_ID: string;
  readonly AWS_ENDPOINT_URL_KMS?: string | undefined;
}

/** The directory and what opens sealed data; all that a function has which keeps no answers about patients. */
export function composeKeyring(config: KeyringConfig): Pick<Stores, 'directory' | 'keyring'> {
  const dynamoDb = createDynamoDb();
  const directory = { dynamoDb, name: config.DIRECTORY_TABLE };
  const kms = createKms({
    ...composeAccess(config),
    endpoint: config.AWS_ENDPOINT_URL_KMS,
    keyId: config.DATA_KEY_ID,
  });
  const wrapped = createKmsWrappedKeys({ dynamoDb, kms, table: directory.name });
  return { directory, keyring: createKeyring(wrapped, systemTime.now) };
}

export function composeStores(config: KeyringConfig & { readonly CACHE_TABLE: string }): Stores {
  const { now } = systemTime;
  const { directory, keyring } = composeKeyring(config);
  const cache = { dynamoDb: directory.dynamoDb, name: config.CACHE_TABLE };
  return {
    cache,
    directory,
    keyring,
    inquiries: createInquiryStore({ table: cache, keyring, now }),
    lookups: createLookupStore({ table: cache, keyring, now }),
  };
}

/** `totalMs`: in all, for everything that one request wants of the stores while they do not answer. */
export const composePatience =
  (telemetry: Telemetry, totalMs: number) =>
  (until: Date): Attempting =>
    createPatience(
      {
        now: systemTime.now,
        onFault: (error) => {
          telemetry.count(metricNames.storeFault);
          telemetry.defect(error, { about: 'store' });
        },
      },
      { totalMs, until },
    );

export const composeUsable = (config: {
  readonly USABLE_ELIGIBLE_MINUTES: number;
  readonly USABLE_NOT_ELIGIBLE_MINUTES: number;
  readonly USABLE_WITHDRAWN_MINUTES: number;
}): UsableWindows => ({
  eligible: config.USABLE_ELIGIBLE_MINUTES * 60_000,
  notEligible: config.USABLE_NOT_ELIGIBLE_MINUTES * 60_000,
  withdrawn: config.USABLE_WITHDRAWN_MINUTES * 60_000,
});

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

/** The fleet's circuit before the registry. */
export const composeCircuit = ({ cache, keyring }: Stores, telemetry: Telemetry): Circuit =>
  createCircuit({
    store: createCircuitStore({ table: cache, keyring, now: systemTime.now }),
    now: systemTime.now,
    random: Math.random,
    onOpen: (what) => {
      telemetry.info('circuit-opened', { what });
      if (what === 'gateway') telemetry.count(metricNames.circuitOpened);
    },
    onFault: (error) => {
      telemetry.defect(error, { about: 'circuit' });
    },
  });
