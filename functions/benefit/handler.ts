import { createDynamoDb } from '../adapters/aws/clients.ts';
import { createDirectory } from '../adapters/dynamodb/directory.ts';
import { systemTime } from '../adapters/time.ts';
import { composeAuthenticate } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { createBenefit } from './benefit.ts';
import { config } from './config.ts';

const telemetry = createTelemetry();
const directory = { dynamoDb: createDynamoDb(), name: config.DIRECTORY_TABLE };
const { facility } = createDirectory(directory, systemTime.now);

export const handler = endpoint(
  telemetry,
  createBenefit({
    now: systemTime.now,
    authenticate: composeAuthenticate(config, { directory }, telemetry),
    findFacility: facility,
  }),
);
