import { createDynamoDb } from '../adapters/aws/clients.ts';
import { createTrustSource } from '../adapters/chip/trust-source.ts';
import { createChipVerifier } from '../adapters/chip/verifier.ts';
import { readChipTrust } from '../adapters/dynamodb/chip-trust.ts';
import { systemTime } from '../adapters/time.ts';
import { metricNames } from '../core/metric-names.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createVerifyChip } from './verify-chip.ts';

const { now } = systemTime;
const telemetry = createTelemetry();
const directory = { dynamoDb: createDynamoDb(), name: config.DIRECTORY_TABLE };

export const handler = createVerifyChip(
  createChipVerifier({
    trust: createTrustSource({
      read: () => readChipTrust(directory, now()),
      now,
      onStale: () => {
        telemetry.count(metricNames.chipTrustStale);
      },
    }),
    now,
  }),
  telemetry,
  now,
);
