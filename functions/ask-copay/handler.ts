import * as z from 'zod/mini';

import { createCopayInquiryStore } from '../adapters/dynamodb/copay-inquiries.ts';
import { openRegistry } from '../adapters/registry-gateway/access.ts';
import { createCopayGateway } from '../adapters/registry-gateway/copay.ts';
import { systemTime } from '../adapters/time.ts';
import { answerCopay } from '../core/eligibility/copay.ts';
import { type MetricName, metricNames } from '../core/metric-names.ts';
import type { CopayFailure } from '../core/registry/copay-answer.ts';
import { composeStores } from '../http/composition.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';

const { now } = systemTime;
const telemetry = createTelemetry();
const stores = composeStores(config);
const copays = createCopayInquiryStore({ table: stores.cache, keyring: stores.keyring, now });
const registry = createCopayGateway(
  openRegistry(config, stores, {
    isStoreAtFault: () => false,
    onFault: (error) => {
      telemetry.defect(error, { about: 'store' });
    },
  }),
);

const copayRequest = z.object({
  facility: z.string(),
  askId: z.string(),
  person: z.object({ number: z.string(), fullName: z.string(), dateOfBirth: z.string() }),
  year: z.int(),
});

const metricOf: Record<CopayFailure, MetricName> = {
  'registry-unreachable': metricNames.registryFault,
  'registry-fault': metricNames.registryFault,
  'facility-credentials-rejected': metricNames.credentialsRejected,
  'restricted-account': metricNames.credentialsRejected,
};

/**
 * Asks the registry for one patient's co-payment of the year, which takes it up to a minute: a function of its own, so
 * that no question about a card ever waits behind it. Invoked through the queue; nobody waits for what it returns.
 */
export async function handler(event: unknown): Promise<void> {
  const startedAt = now();
  const request = copayRequest.parse(event);
  const outcome = await answerCopay({ now, copays, registry }, request);
  if (outcome?.kind === 'failed') telemetry.count(metricOf[outcome.reason]);
  telemetry.info('asked-copay', {
    facility: request.facility,
    outcome: outcome?.kind === 'failed' ? outcome.reason : (outcome?.kind ?? 'given-up'),
    milliseconds: now().getTime() - startedAt.getTime(),
  });
  telemetry.flush();
}
