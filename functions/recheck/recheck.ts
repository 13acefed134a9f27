import { type BatchResult, eachMessage } from '../adapters/queue/batch.ts';
import { type Post, type RecheckMessage, recheckMessage } from '../adapters/queue/rechecks.ts';
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
  (event: unknown): Promise<BatchResult> =>
    // What fails is handed out again, and in the end set aside: nobody can read it, or neither queue nor store is there.
    eachMessage(
      event,
      (message) => workOff(ports, message, pace),
      (error) => {
        count(ports, error);
      },
    );

async function workOff(ports: WorkPorts, received: unknown, pace: RecheckPace): Promise<void> {
  const startedAt = ports.now();
  const message = recheckMessage.parse(received);
  const opened = await openOrPutOff(ports, message, pace);
  if (opened === null) return;
  try {
    const { end, lookup } = await recheck(ports, opened, pace);
    if (end === 'given-up') ports.telemetry.count(metricNames.recheckGivenUp);
    ports.telemetry.info('rechecked', {
      facility: lookup.facility,
      end,
      attempts: lookup.recheck?.attempts ?? 0,
      milliseconds: ports.now().getTime() - startedAt.getTime(),
    });
  } catch (error) {
    // For as long as the visit lasts a store that is away costs time and nothing else; behind that somebody should look.
    if (isOver(opened, ports.now())) throw error;
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
