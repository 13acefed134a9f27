import * as z from 'zod/mini';

import { systemTime } from '../adapters/time.ts';
import { askRegistry } from '../core/eligibility/ask.ts';
import { type MetricName, metricNames } from '../core/metric-names.ts';
import type { AskOutcome, Unanswered } from '../core/registry/answer.ts';
import { composeAsking } from '../http/compose-asking.ts';
import { composeStores } from '../http/composition.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';

const { now } = systemTime;
const telemetry = createTelemetry();
const stores = composeStores(config);
const askPorts = composeAsking(config, stores, telemetry);

const askRequest = z.object({
  facility: z.string(),
  askId: z.string(),
  person: z.object({ number: z.string(), fullName: z.string(), dateOfBirth: z.string() }),
  operator: z.object({ fullName: z.string(), personalId: z.string() }),
  isUnclaimed: z.optional(z.boolean()),
});

const metricOf: Record<Unanswered, MetricName | null> = {
  'registry-unreachable': metricNames.registryFault,
  'registry-fault': metricNames.registryFault,
  'facility-credentials-rejected': metricNames.credentialsRejected,
  'operator-not-registered': null,
};

/** Asks the registry for one lookup. Invoked by `eligibility`, which may have stopped waiting long before the end. */
export async function handler(event: unknown): Promise<AskOutcome> {
  const startedAt = now();
  const request = askRequest.parse(event);
  const outcome = await askRegistry(askPorts, request);
  const metric = outcome.kind === 'failed' ? metricOf[outcome.reason] : null;
  if (metric !== null) telemetry.count(metric);
  telemetry.info('asked', {
    facility: request.facility,
    outcome: outcome.kind === 'answered' ? outcome.answer.code : outcome.reason,
    milliseconds: now().getTime() - startedAt.getTime(),
  });
  telemetry.flush();
  return outcome;
}
