import { getItem } from '../adapters/dynamodb/items.ts';
import { systemTime } from '../adapters/time.ts';
import { composeStores } from '../http/composition.ts';
import { endpoint, json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';

const telemetry = createTelemetry();
const { cache, directory, keyring } = composeStores(config);

/** `GET /healthz`: 200 once everything a lookup stands on answers. The registry is not part of it: we answer without. */
export const handler = endpoint(telemetry, async () => {
  const probe = { pk: 'health', sk: 'probe' };
  try {
    await Promise.all([
      getItem(cache, probe, systemTime.now()),
      getItem(directory, probe, systemTime.now()),
      keyring.index(),
      keyring.current(),
    ]);
  } catch (error) {
    telemetry.defect(error, { route: '/healthz' });
    throw new ProblemError('unavailable', {}, { 'retry-after': '5' });
  }
  return json(200, { status: 'ok' });
});
