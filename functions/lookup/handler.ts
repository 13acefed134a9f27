import { systemTime } from '../adapters/time.ts';
import { composeAuthenticate, composeStores } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createFollowUp } from './lookup.ts';

const telemetry = createTelemetry();
const stores = composeStores(config);

export const handler = endpoint(
  telemetry,
  createFollowUp({
    ...systemTime,
    ...stores,
    authenticate: composeAuthenticate(config, stores, telemetry),
  }),
);
