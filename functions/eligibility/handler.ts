import { v7 as uuidv7 } from 'uuid';

import { createLambdaAsker } from '../adapters/asker/lambda-asker.ts';
import { createIdempotencyStore } from '../adapters/dynamodb/idempotency.ts';
import { systemTime } from '../adapters/time.ts';
import {
  createVneidVerifier,
  refuseEveryVneidToken,
  type VneidVerifier,
} from '../adapters/tokens/vneid-token.ts';
import { composeAuthenticate, composeKeySet, composeStores } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { asymmetricAlgorithms } from '../http/environment.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createEligibility } from './eligibility.ts';

const telemetry = createTelemetry();
const stores = composeStores(config);

export const handler = endpoint(
  telemetry,
  createEligibility(
    {
      ...systemTime,
      ...stores,
      asker: createLambdaAsker({
        functionName: config.ASK_FUNCTION,
        region: config.AWS_REGION,
        credentials: {
          accessKeyId: config.AWS_ACCESS_KEY_ID,
          secretAccessKey: config.AWS_SECRET_ACCESS_KEY,
          ...(config.AWS_SESSION_TOKEN !== undefined && { sessionToken: config.AWS_SESSION_TOKEN }),
        },
        endpoint: config.AWS_ENDPOINT_URL_LAMBDA,
        now: systemTime.now,
      }),
      authenticate: composeAuthenticate(config, stores, telemetry),
      verifyVneid: composeVneidVerifier(),
      idempotency: createIdempotencyStore({
        table: stores.cache,
        keyring: stores.keyring,
        now: systemTime.now,
      }),
      newId: () => uuidv7(),
    },
    { budgetMs: config.BUDGET_MS, freshForMs: config.FRESH_SECONDS * 1000 },
  ),
);

function composeVneidVerifier(): VneidVerifier {
  if (config.VNEID_ISSUER === '') return refuseEveryVneidToken;
  return createVneidVerifier(
    {
      issuer: config.VNEID_ISSUER,
      jwksUrl: config.VNEID_JWKS_URL,
      audience: config.VNEID_AUDIENCE,
      algorithms: asymmetricAlgorithms(config.VNEID_ALGORITHMS),
    },
    composeKeySet(config.VNEID_JWKS_URL, telemetry),
  );
}
