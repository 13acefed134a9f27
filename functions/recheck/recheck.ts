import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

import type { Post, RecheckMessage } from '../adapters/queue/rechecks.ts';
import { readRecheck } from '../adapters/queue/rechecks.ts';
import { isUnavailable } from '../adapters/unavailable.ts';
import type { Lookup } from '../core/eligibility/lookup-record.ts';
import { isOver, recheck, type RecheckPace, type RecheckPorts } from '../core/eligibility/recheck.ts';
import { metricNames } from '../core/metric-names.ts';
import type { Telemetry } from '../http/telemetry.ts';

export interface WorkPorts extends RecheckPorts {
  readonly telemetry: Telemetry;
  readonly open: (message: RecheckMessage) => Promise<Lookup>;
  /** Where a message goes that could not be worked off for a fault of ours. */
  readonly post: Post;
}

/** Works off messages of the queue; those named in the answer are handed out again. */
export const createRecheck =
  (ports: WorkPorts, pace: RecheckPace) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(Records.map((record) => failureOf(ports, record, pace)));
    return { batchItemFailures: failed.filter((failure) => failure !== null) };
  };

async function failureOf(
  ports: WorkPorts,
  record: SQSRecord,
  pace: RecheckPace,
): Promise<{ itemIdentifier: string } | null> {
  try {
    await workOff(ports, record.body, pace);
    return null;
  } catch (error) {
    // Handed out again, and in the end set aside: nobody can read it, or neither queue nor store is there.
    count(ports, error);
    return { itemIdentifier: record.messageId };
  }
}

async function workOff(ports: WorkPorts, body: string, pace: RecheckPace): Promise<void> {
  const startedAt = ports.now();
  const message = readRecheck(body);
  const received = await openOrPutOff(ports, message, pace);
  if (received === null) return;
  try {
    const { end, lookup } = await recheck(ports, received, pace);
    if (end === 'given-up') ports.telemetry.count(metricNames.recheckGivenUp);
    ports.telemetry.info('rechecked', {
      facility: lookup.facility,
      end,
      attempts: lookup.recheck?.attempts ?? 0,
      milliseconds: ports.now().getTime() - startedAt.getTime(),
    });
  } catch (error) {
    // For as long as the visit lasts a store that is away costs time and nothing else; behind that somebody should look.
    if (isOver(received, ports.now())) throw error;
    count(ports, error);
    await ports.post(message, pace.firstMs / 1000);
  }
}

/** Null: the keys were away, and it is on its way again. */
async function openOrPutOff(
  ports: WorkPorts,
  message: RecheckMessage,
  pace: RecheckPace,
): Promise<Lookup | null> {
  try {
    return await ports.open(message);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    count(ports, error);
    await ports.post(message, pace.firstMs / 1000);
    return null;
  }
}

function count({ telemetry }: WorkPorts, error: unknown): void {
  telemetry.defect(error, { about: 'recheck' });
  telemetry.count(metricNames.recheckFault);
}
