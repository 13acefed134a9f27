import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';

import {
  createAddRecheck,
  openRecheck,
  type Post,
  type RecheckMessage,
} from '../../../functions/adapters/queue/rechecks.ts';
import { UnavailableError } from '../../../functions/adapters/unavailable.ts';
import { type LogFields, type Telemetry } from '../../../functions/http/telemetry.ts';
import { createRecheck } from '../../../functions/recheck/recheck.ts';
import { testKeyring } from '../../support/keyring.ts';
import { open, pace, RecheckWorld } from '../../support/recheck-world.ts';
import { answered, person } from '../../support/samples.ts';

const keyring = testKeyring();

/** One instance of the function, what it wrote, and what it posted again for a fault of ours. */
function setUp(world = new RecheckWorld()) {
  const posted: (readonly [RecheckMessage, number])[] = [];
  const lines: LogFields[] = [];
  const counted: string[] = [];
  const defects: unknown[] = [];
  const telemetry: Telemetry = {
    info: (_event, fields) => void lines.push(fields),
    defect: (error) => void defects.push(error),
    count: (metric) => void counted.push(metric),
    flush: () => undefined,
  };
  const post: Post = (...given) => Promise.resolve(void posted.push(given));
  const ports = {
    ...world.ports,
    telemetry,
    post,
    open: (message: RecheckMessage) => openRecheck(keyring, message),
  };
  return { world, ports, posted, lines, counted, defects };
}

async function recordOf(message: unknown): Promise<SQSRecord> {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  return Promise.resolve({
    messageId: body.slice(0, 20),
    receiptHandle: '',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  });
}

async function messageAbout(lookup = open()): Promise<RecheckMessage> {
  const sent: RecheckMessage[] = [];
  const post: Post = (message) => Promise.resolve(void sent.push(message));
  await createAddRecheck({ keyring, post })(lookup, 0);
  const [message] = sent;
  if (message === undefined) throw new Error('Nothing was sent');
  return message;
}

describe('the function behind the queue', () => {
  it('rechecks what a message is about, and says so without saying whom', async () => {
    const { world, ports, lines } = setUp();
    world.registry = () => answered('000');
    const record = await recordOf(await messageAbout());
    expect(await createRecheck(ports, pace)({ Records: [record] })).toEqual({ batchItemFailures: [] });
    expect(world.announced).toMatchObject([{ id: open().id, recheck: { attempts: 1 } }]);
    expect(lines).toEqual([{ facility: '99001', end: 'settled', attempts: 1, milliseconds: 0 }]);
    expect(JSON.stringify(lines)).not.toContain(person.number);
  });

  it('hands back what nobody can read, and does the others', async () => {
    const { world, ports, counted } = setUp();
    world.registry = () => answered('000');
    const other = { ...(await messageAbout()), lookupId: 'another' };
    const Records = await Promise.all(['no message', other, await messageAbout()].map(recordOf));
    const { batchItemFailures } = await createRecheck(ports, pace)({ Records });
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
      Records.slice(0, 2).map(({ messageId }) => messageId),
    );
    expect(world.announced).toHaveLength(1);
    expect(counted).toEqual(['RecheckFault', 'RecheckFault']);
  });

  it('puts a message off where the store is away, without counting it as an asking', async () => {
    const { world, ports, posted, defects } = setUp();
    const lookups = { ...world.lookups, get: () => Promise.reject(new Error('away')) };
    const message = await messageAbout();
    const answer = await createRecheck({ ...ports, lookups }, pace)({ Records: [await recordOf(message)] });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(posted).toEqual([[message, 30]]);
    expect(defects).toHaveLength(1);
  });

  it.each([
    ['the queue is away as well', 0],
    ['the visit is over, so that somebody looks at it', 24 * 3_600_000],
  ])('hands a message back where the store is away and %s', async (_name, laterMs) => {
    const { world, ports } = setUp();
    world.clock.advance(laterMs);
    const away = () => Promise.reject(new Error('away'));
    const broken = {
      ...ports,
      lookups: { ...world.lookups, get: away },
      ...(laterMs === 0 && { post: away }),
    };
    const { batchItemFailures } = await createRecheck(
      broken,
      pace,
    )({ Records: [await recordOf(await messageAbout())] });
    expect(batchItemFailures).toHaveLength(1);
  });

  it('puts a message off for as long as the keys are away that open it', async () => {
    const { ports, posted, counted } = setUp();
    const message = await messageAbout();
    const away = () => Promise.reject(new UnavailableError('KMS answered 503'));
    const answer = await createRecheck(
      { ...ports, open: away },
      pace,
    )({ Records: [await recordOf(message)] });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(posted).toEqual([[message, 30]]);
    expect(counted).toEqual(['RecheckFault']);
  });

  it('counts what it gives up', async () => {
    const { world, ports, counted } = setUp();
    world.clock.advance(24 * 3_600_000);
    await createRecheck(ports, pace)({ Records: [await recordOf(await messageAbout())] });
    expect(counted).toEqual(['RecheckGivenUp']);
  });
});
