import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { createIdempotencyStore } from '../../../functions/adapters/dynamodb/idempotency.ts';
import { createBatch, type CreatePorts } from '../../../functions/batches/create.ts';
import { personById } from '../../../local/people/people.ts';
import { chipSubject } from '../../../local/people/scans.ts';
import { type Clock, createClock } from '../../support/clock.ts';
import { apiEvent } from '../../support/events.ts';
import { testKeyring } from '../../support/keyring.ts';
import { createMemoryBatches } from '../../support/memory-batches.ts';
import { facility, operator } from '../../support/samples.ts';
import { startTestTable } from '../../support/test-table.ts';

const table = await startTestTable();
const caller = { facility, operator };

let serial = 0;
let key: string;
let clock: Clock;
let sent: unknown[];
let ports: CreatePorts;
beforeEach(() => {
  key = `list-${++serial}`;
  clock = createClock();
  sent = [];
  ports = {
    batches: createMemoryBatches(),
    idempotency: createIdempotencyStore({
      table,
      keyring: testKeyring(),
      now: clock.now,
      keepMs: 86_400_000,
    }),
    queue: {
      send: (message) => {
        sent.push(message);
        return Promise.resolve();
      },
    },
    rateOf: () => 5,
    now: clock.now,
    newId: () => uuidv7({ msecs: clock.now().getTime() }),
  };
});

const upload = (more: Partial<CreatePorts> = {}, body?: unknown) =>
  createBatch(
    { ...ports, ...more },
    apiEvent({
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body ?? { items: [{ subject: chipSubject(personById('valid-employee')) }] }),
    }),
    caller,
  );
const away = { send: () => Promise.reject(new Error('SQS is away')) };
const idOf = ({ headers }: Awaited<ReturnType<typeof upload>>): string =>
  String(headers?.['location']).replace('batches/', '');

describe('a batch', () => {
  it('is there before anybody is told to work on it', async () => {
    let isThere = false;
    const { batches } = ports;
    const answer = await upload({
      queue: {
        send: async (message) => {
          const { batchId } = z.object({ batchId: z.string() }).parse(message);
          isThere = (await batches.read(facility, batchId)) !== null;
        },
      },
    });
    expect([answer.statusCode, isThere]).toEqual([202, true]);
  });

  it('that nobody could be told of is taken back, and may be sent again under the same key', async () => {
    const tried: string[] = [];
    const newId = (): string => {
      tried.push(ports.newId());
      return tried.at(-1) ?? '';
    };
    await expect(upload({ queue: away, newId })).rejects.toThrow('SQS is away');
    expect(await ports.batches.read(facility, tried[0] ?? '')).toBeNull();
    expect((await upload()).statusCode).toBe(202);
    expect(sent).toHaveLength(1);
  });

  it('without a good line tells nobody', async () => {
    const answer = await upload({}, { items: [{}] });
    expect(JSON.parse(answer.body)).toMatchObject({ state: 'done', accepted: 0, rejected: 1 });
    expect(sent).toEqual([]);
  });
});

describe('an upload that was killed before its batch was there', () => {
  /** No code of ours runs when a function is stopped: the claim of its key stays. */
  const killed = async (): Promise<void> => {
    const release = (): Promise<void> => Promise.resolve();
    const create = (): Promise<boolean> => Promise.reject(new Error('killed'));
    const dying = { batches: { ...ports.batches, create }, idempotency: { ...ports.idempotency, release } };
    await expect(upload(dying)).rejects.toThrow('killed');
  };

  it('counts as under way for as long as it may be', async () => {
    await killed();
    clock.advance(20_000);
    await expect(upload()).rejects.toMatchObject({ code: 'request-in-progress' });
  });

  it('is then replaced by whoever repeats it, once', async () => {
    await killed();
    clock.advance(31_000);
    const answer = await upload();
    expect(answer.statusCode).toBe(202);
    expect(idOf(await upload())).toBe(idOf(answer));
    expect(sent).toHaveLength(1);
  });
});
