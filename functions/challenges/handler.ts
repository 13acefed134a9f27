import { createIssueChallenge } from '../adapters/dynamodb/challenges.ts';
import { systemTime } from '../adapters/time.ts';
import { composeAuthenticate, composeStores } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { createChallenge } from './challenges.ts';
import { config } from './config.ts';

const telemetry = createTelemetry();
const stores = composeStores(config);

export const handler = endpoint(
  telemetry,
  createChallenge({
    authenticate: composeAuthenticate(config, stores, telemetry),
    issue: createIssueChallenge({ table: stores.cache, keyring: stores.keyring, now: systemTime.now }),
  }),
);
