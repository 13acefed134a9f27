import { createHash } from 'node:crypto';
import { join } from 'node:path';

import * as z from 'zod';

import { AwsFault } from './aws-fault.ts';
import { createFileStore, forgetful } from './message-store.ts';
import { type LocalQueue, openQueue } from './queue.ts';
import type { QueueBlueprint } from './template-queues.ts';

/** The stand-in for SQS: the template's queues, and the one call that the functions make. */
export interface LocalQueues {
  readonly byId: ReadonlyMap<string, LocalQueue>;
  /** SQS's SendMessage: its answer, or its refusal. */
  sendMessage(request: unknown): Promise<Record<string, unknown> | AwsFault>;
  /** Whether it turns every message away, as SQS does in a bad hour. */
  breakDown(isDown: boolean): void;
}

/** Messages are kept below `folder`, or in memory only where that is null. */
export async function openQueues(
  blueprints: readonly QueueBlueprint[],
  folder: string | null,
): Promise<LocalQueues> {
  const byId = new Map<string, LocalQueue>();
  const open = async (blueprint: QueueBlueprint): Promise<LocalQueue> => {
    const known = byId.get(blueprint.id);
    if (known !== undefined) return known;
    const deadLetters = blueprints.find(({ id }) => id === blueprint.redrive?.deadLettersId);
    const store = folder === null ? forgetful : await createFileStore(join(folder, blueprint.id));
    const queue = await openQueue(
      blueprint,
      store,
      deadLetters === undefined ? null : await open(deadLetters),
    );
    byId.set(blueprint.id, queue);
    return queue;
  };
  for (const blueprint of blueprints) await open(blueprint);

  let isBroken = false;
  return {
    byId,
    breakDown: (isDown) => {
      isBroken = isDown;
    },
    async sendMessage(request) {
      if (isBroken) return new AwsFault('ServiceUnavailable', 503);
      const parsed = sendMessage.safeParse(request);
      if (!parsed.success) return new AwsFault('com.amazon.coral.service#InvalidParameterValue');
      const { QueueUrl, MessageBody, DelaySeconds } = parsed.data;
      const queue = byId.get(new URL(QueueUrl).pathname.split('/').at(-1) ?? '');
      if (queue === undefined) return new AwsFault('com.amazonaws.sqs#QueueDoesNotExist');
      return {
        MessageId: await queue.send(MessageBody, DelaySeconds * 1000),
        MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
      };
    },
  };
}

const LONGEST_BODY_BYTES = 1_048_576;

const sendMessage = z.object({
  QueueUrl: z.url(),
  MessageBody: z
    .string()
    .min(1)
    .refine((body) => Buffer.byteLength(body) <= LONGEST_BODY_BYTES),
  DelaySeconds: z.int().min(0).max(900).default(0),
});

/** As in AWS: below the service's address, account and name. */
export const urlsOf = (
  blueprints: readonly QueueBlueprint[],
  serviceUrl: string,
): ReadonlyMap<string, string> =>
  new Map(blueprints.map(({ id }) => [id, `${serviceUrl}/000000000000/${id}`]));
