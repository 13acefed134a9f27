import { v7 as uuidv7 } from 'uuid';

import { createLambdaAsker } from '../adapters/asker/lambda-asker.ts';
import { createReadSecret } from '../adapters/aws/secret.ts';
import { createLambdaChipVerifier } from '../adapters/chip-verifier/lambda-chip-verifier.ts';
import { createUseChallenge } from '../adapters/dynamodb/challenges.ts';
import { createDirectory } from '../adapters/dynamodb/directory.ts';
import { createUseSlip } from '../adapters/dynamodb/follow-up-slips.ts';
import { createIdempotencyStore } from '../adapters/dynamodb/idempotency.ts';
import { createUseOnce } from '../adapters/dynamodb/single-use.ts';
import { createFirstCheck } from '../adapters/dynamodb/visits.ts';
import { systemTime } from '../adapters/time.ts';
import { createDecryptionKey } from '../adapters/tokens/decryption-keys.ts';
import type { DecryptionKey } from '../adapters/tokens/nested-token.ts';
import { readVneidOptions } from '../adapters/tokens/vneid-options.ts';
import {
  createVneidVerifier,
  refuseEveryVneidToken,
  type VneidVerifier,
} from '../adapters/tokens/vneid-token.ts';
import { metricNames } from '../core/metric-names.ts';
import { composeReadCopay, composeStartCopay } from '../http/compose-copay.ts';
import { composeWatch } from '../http/compose-recheck.ts';
import {
  composeAccess,
  composeAuthenticate,
  composeCircuit,
  composeKeySet,
  composePatience,
  composeStores,
  composeUsable,
} from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { asymmetricAlgorithms } from '../http/environment.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createEligibility } from './eligibility.ts';

const telemetry = createTelemetry();
const stores = composeStores(config);
const inCache = { table: stores.cache, keyring: stores.keyring, now: systemTime.now };

/** Leaves time for going straight to the registry. */
const STORE_PATIENCE_MS = 300;

const access = composeAccess(config);
const lambda = { ...access, endpoint: config.AWS_ENDPOINT_URL_LAMBDA, now: systemTime.now };

export const handler = endpoint(
  telemetry,
  createEligibility(
    {
      ...systemTime,
      ...stores,
      asker: createLambdaAsker({ ...lambda, functionName: config.ASK_FUNCTION }),
      authenticate: composeAuthenticate(config, stores, telemetry),
      verifyVneid: composeVneidVerifier(),
      verifyChip: createLambdaChipVerifier({ ...lambda, functionName: config.VERIFY_CHIP_FUNCTION }),
      idempotency: createIdempotencyStore(inCache),
      useSlip: createUseSlip(inCache),
      firstCheck: createFirstCheck(inCache),
      findFacility: createDirectory(stores.directory, systemTime.now).facility,
      startCopay: composeStartCopay({ ...lambda, functionName: config.COPAY_FUNCTION }, stores, telemetry),
      readCopay: composeReadCopay(stores, telemetry),
      watch: composeWatch(config, stores, telemetry),
      newId: () => uuidv7(),
      circuit: composeCircuit(stores, telemetry),
      patience: composePatience(telemetry, STORE_PATIENCE_MS),
    },
    {
      budgetMs: config.BUDGET_MS,
      freshForMs: config.FRESH_SECONDS * 1000,
      usable: composeUsable(config),
    },
  ),
);

function composeVneidVerifier(): VneidVerifier {
  if (config.VNEID_ISSUER === '') return refuseEveryVneidToken;
  const options = readVneidOptions(config.VNEID_OPTIONS);
  return createVneidVerifier(
    {
      issuer: config.VNEID_ISSUER,
      jwksUrl: config.VNEID_JWKS_URL,
      audience: config.VNEID_AUDIENCE,
      algorithms: asymmetricAlgorithms(config.VNEID_ALGORITHMS),
      options,
    },
    {
      keys: composeKeySet(config.VNEID_JWKS_URL, telemetry, options.keys),
      now: systemTime.now,
      useOnce: createUseOnce(inCache),
      useChallenge: createUseChallenge(inCache),
      decryptionKey: composeDecryptionKey(),
    },
  );
}

function composeDecryptionKey(): DecryptionKey {
  return createDecryptionKey({
    readSecret: createReadSecret({
      ...access,
      endpoint: config.AWS_ENDPOINT_URL_SECRETS_MANAGER,
      secretId: config.VNEID_DECRYPTION_SECRET,
    }),
    now: systemTime.now,
    onStale: () => {
      telemetry.count(metricNames.keySetStale);
    },
    onFault: (fault) => {
      telemetry.defect(new Error(fault), { secret: 'vneid-decryption', fault });
    },
  });
}
