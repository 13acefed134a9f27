import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';

import type { Queue } from '../adapters/queue/sqs.ts';
import type { WorkPorts } from '../core/batch/ports.ts';
import { workBatch } from '../core/batch/work.ts';
import type { RegistryGateway } from '../core/eligibility/ports.ts';
import type { Unanswered } from '../core/registry/answer.ts';

export interface WorkerPorts extends WorkPorts {
  readonly queue: Queue;
  readonly onWorked: (fields: Readonly<Record<string, string | number>>) => void;
}

export interface WorkerSettings {
  readonly rateOf: (facility: string) => number;
  readonly freshForMs: number;
}

/** The function may run 90 s: after these, what is under way has the 38 s that the registry is given at most. */
const START_MS = 42_000;
const LEASE_MS = 95_000;

const batchMessage = z.object({ facility: z.string(), batchId: z.string(), step: z.int() });

/** Works off what is received; gives back the ids of the messages that are to come again. */
export const createWorker =
  (ports: WorkerPorts, { rateOf, freshForMs }: WorkerSettings) =>
  async (records: readonly Pick<SQSRecord, 'messageId' | 'body'>[]): Promise<string[]> => {
    const failed: string[] = [];
    for (const { messageId, body } of records) {
      try {
        await workOff(body);
      } catch (error) {
        ports.onDefect(error);
        failed.push(messageId);
      }
    }
    return failed;

    async function workOff(body: string): Promise<void> {
      const message = batchMessage.parse(JSON.parse(body));
      const next = await workBatch(ports, message, {
        ratePerSecond: rateOf(message.facility),
        freshForMs,
        startForMs: START_MS,
        leaseMs: LEASE_MS,
      });
      // Sent before this one is acknowledged: twice is harmless, and never would end the batch.
      if (next !== null) await ports.queue.send(next.message, next.delaySeconds);
      const { facility, batchId, step } = message;
      ports.onWorked({ facility, batchId, step, goesOnIn: next?.delaySeconds ?? 'ended' });
    }
  };

/** Tells of what the registry did not answer. */
export const countFaults = (
  registry: RegistryGateway,
  onFault: (reason: Unanswered) => void,
): RegistryGateway => ({
  async check(request, onCall) {
    const outcome = await registry.check(request, onCall);
    if (outcome.kind === 'failed') onFault(outcome.reason);
    return outcome;
  },
});
