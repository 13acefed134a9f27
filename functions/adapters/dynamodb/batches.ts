import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';

import { type Batch, CHUNK_LINES, type LineResult } from '../../core/batch/batch.ts';
import { inParallel } from '../../core/batch/pace.ts';
import type { BatchStore } from '../../core/batch/ports.ts';
import type { AskOutcome } from '../../core/registry/answer.ts';
import type { Keyring } from '../keys/keyring.ts';
import {
  factsText,
  progressText,
  readBatch,
  storedFaults,
  storedLines,
  storedResults,
} from './batch-items.ts';
import {
  getItem,
  type ItemKey,
  keyOf,
  millis,
  openAttribute,
  putItem,
  sealedAttribute,
  type Table,
  ttl,
  unlessConditionFails,
} from './items.ts';

/** Lines that are not looked up, an item: codes and numbers alone, 100 bytes each. */
const FAULTS_AN_ITEM = 500;

/** An upload of 50,000 lines is a thousand items, in the time of one request. */
const WRITES_AT_ONCE = 32;

type Part = 'lines' | 'results' | 'faults';

/** The batch, and sealed beside it its lines and results by chunks: DynamoDB takes 400 kB an item, and charges by the kB. */
export function createBatchStore(options: {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}): BatchStore {
  const { table, keyring, now } = options;
  const keyFor = (facility: string, id: string): ItemKey => ({ pk: facility, sk: `batch#${id}` });
  const partKey = ({ facility, id }: Batch, part: Part, number: number): ItemKey => ({
    pk: facility,
    sk: `batch#${id}#${part}#${number}`,
  });

  async function putPart(batch: Batch, part: Part, number: number, content: unknown): Promise<void> {
    const key = partKey(batch, part, number);
    await putItem(table, {
      ...keyOf(key),
      content: await sealedAttribute(keyring, key, 'content', content),
      expiresAt: ttl(batch.expiresAt),
    });
  }

  async function readPart<T>(
    batch: Batch,
    part: Part,
    number: number,
    schema: z.ZodMiniType<T[]>,
  ): Promise<T[]> {
    const key = partKey(batch, part, number);
    const item = await getItem(table, key, now());
    return item === null ? [] : schema.parse(await openAttribute(keyring, key, 'content', item));
  }

  return {
    async create(batch, lines, faults) {
      const parts = [
        ...inChunks(lines, CHUNK_LINES).map(
          (content, number) => ({ part: 'lines', number, content }) as const,
        ),
        ...inChunks(faults, FAULTS_AN_ITEM).map(
          (content, number) => ({ part: 'faults', number, content }) as const,
        ),
      ];
      await inParallel(parts, WRITES_AT_ONCE, async ({ part, number, content }) => {
        await putPart(batch, part, number, content);
        return true;
      });
      return putItem(
        table,
        {
          ...keyOf(keyFor(batch.facility, batch.id)),
          facts: { S: factsText(batch) },
          progress: { S: progressText(batch.progress) },
          expiresAt: ttl(batch.expiresAt),
        },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      );
    },
    async read(facility, id) {
      const item = await getItem(table, keyFor(facility, id), now());
      return item === null ? null : readBatch(facility, id, item);
    },
    lines: (batch, chunk) => readPart(batch, 'lines', chunk, storedLines),
    results: (batch, chunk) => readPart(batch, 'results', chunk, storedResults),
    putResults: (batch, chunk, results) => putPart(batch, 'results', chunk, results.map(withoutMessage)),
    async faults(batch, page) {
      const faults = await readPart(batch, 'faults', page, storedFaults);
      return { faults, isLast: (page + 1) * FAULTS_AN_ITEM >= batch.rejected };
    },
    async advance(batch, progress) {
      const isOurs = await unlessConditionFails(
        table.dynamoDb.send(
          new UpdateItemCommand({
            TableName: table.name,
            Key: keyOf(keyFor(batch.facility, batch.id)),
            UpdateExpression: 'SET progress = :next',
            ConditionExpression: 'progress = :seen AND attribute_not_exists(cancelledAt)',
            ExpressionAttributeValues: {
              ':next': { S: progressText(progress) },
              ':seen': { S: progressText(batch.progress) },
            },
          }),
        ),
      );
      return isOurs ? { ...batch, progress } : null;
    },
    async cancel(batch, at) {
      return unlessConditionFails(
        table.dynamoDb.send(
          new UpdateItemCommand({
            TableName: table.name,
            Key: keyOf(keyFor(batch.facility, batch.id)),
            UpdateExpression: 'SET cancelledAt = :at',
            ConditionExpression: 'progress = :seen AND attribute_not_exists(cancelledAt)',
            ExpressionAttributeValues: { ':at': millis(at), ':seen': { S: progressText(batch.progress) } },
          }),
        ),
      );
    },
    async remove({ facility, id }) {
      await table.dynamoDb.send(
        new DeleteItemCommand({ TableName: table.name, Key: keyOf(keyFor(facility, id)) }),
      );
    },
  };
}

function inChunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** The registry's own sentence is not shown of a batch, names people by number, and is as long as the registry likes. */
const withoutMessage = (result: LineResult): LineResult => ({
  ...result,
  basis: { ...result.basis, outcome: silenced(result.basis.outcome) },
});

const silenced = (outcome: AskOutcome): AskOutcome =>
  outcome.kind === 'answered' ? { ...outcome, answer: { ...outcome.answer, message: null } } : outcome;
