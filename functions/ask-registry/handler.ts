import * as z from 'zod/mini';

import { openRegistry } from '../adapters/registry-gateway/access.ts';
import { createRegistryGateway } from '../adapters/registry-gateway/gateway.ts';
import { systemTime } from '../adapters/time.ts';
import { askRegistry } from '../core/eligibility/ask.ts';
import { metricNames } from '../core/metric-names.ts';
import type { AskFailure, AskOutcome } from '../core/registry/answer.ts';
import { composeStores } from '../http/composition.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';

const { now } = systemTime;
const telemetry = createTelemetry();
const stores = composeStores(config);
const { inquiries } = stores;
const registry = createRegistryGateway(openRegistry(config, stores));

const askRequest = z.object({
  facility: z.string(),
  askId: z.string(),
  person: z.object({ number: z.string(), fullName: z.string(), dateOfBirth: z.string() }),
  operator: z.object({ fullName: z.string(), personalId: z.string() }),
});

const metricOf: Record<AskFailure, (typeof metricNames)[keyof typeof metricNames]> = {
  'registry-unreachable': metricNames.registryFault,
  'registry-fault': metricNames.registryFault,
  'facility-credentials-rejected': metricNames.credentialsRejected,
};

/** Asks the registry for one lookup. Invoked by `eligibility`, which may have stopped waiting long before the end. */
export async function handler(event: unknown): Promise<AskOutcome> {
  const startedAt = now();
  const request = askRequest.parse(event);
  const outcome = await askRegistry({ now, inquiries, registry }, request);
  if (outcome.kind === 'failed') telemetry.count(metricOf[outcome.reason]);
  telemetry.info('asked', {
    facility: request.facility,
    outcome: outcome.kind === 'answered' ? outcome.answer.code : outcome.reason,
    milliseconds: now().getTime() - startedAt.getTime(),
  });
  telemetry.flush();
  return outcome;
}
