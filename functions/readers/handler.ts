import { createDynamoDb } from '../adapters/aws/clients.ts';
import { systemTime } from '../adapters/time.ts';
import { composeAuthenticate } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createNormalise } from './readers.ts';

const telemetry = createTelemetry();
const directory = { dynamoDb: createDynamoDb(), name: config.DIRECTORY_TABLE };

export const handler = endpoint(
  telemetry,
  createNormalise({
    now: systemTime.now,
    authenticate: composeAuthenticate(config, { directory }, telemetry),
  }),
);
