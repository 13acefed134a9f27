import type { AskOutcome } from '../registry/answer.ts';
import type { AskRequest, InquiryStore, RegistryGateway, Time } from './ports.ts';

/**
 * How long an asking is waited for before it counts as lost. Longer than the asking function may run, so that
 * nobody asks the registry a second time while the first may still answer.
 */
export const ASK_LEASE_MS = 45_000;

/** Asks the registry and ends the inquiry, so that every lookup waiting for it has the answer. */
export async function askRegistry(
  ports: Pick<Time, 'now'> & { readonly inquiries: InquiryStore; readonly registry: RegistryGateway },
  request: AskRequest,
): Promise<AskOutcome> {
  const end = (outcome: AskOutcome): Promise<void> =>
    ports.inquiries.end(request, request.askId, outcome, ports.now());
  if (!(await isStillOurs(ports, request))) return { kind: 'failed', reason: 'registry-unreachable' };
  try {
    const outcome = await ports.registry.check(request);
    await end(outcome);
    return outcome;
  } catch (defect) {
    // Nobody should wait out the lease because of a fault of ours.
    await end({ kind: 'failed', reason: 'registry-unreachable' });
    throw defect;
  }
}

/** One that waited in a queue past its lease has been given up, and perhaps another asks by now. */
async function isStillOurs(
  ports: Pick<Time, 'now'> & { readonly inquiries: InquiryStore },
  request: AskRequest,
): Promise<boolean> {
  const { askId, ended, leaseUntil } = await ports.inquiries.read(request);
  return askId === request.askId && ended === null && leaseUntil > ports.now();
}
