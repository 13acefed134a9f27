import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';

import { createLambdaAsker } from '../../../../functions/adapters/asker/lambda-asker.ts';
import type { Asker } from '../../../../functions/core/eligibility/ports.ts';
import { startLocalAws } from '../../../../local/aws.ts';
import { FunctionFailedError, type Lambda, ThrottledError } from '../../../../local/functions.ts';
import { createClock } from '../../../support/clock.ts';
import { replying, startRecorder } from '../../../support/recorder.ts';
import { answered, facility, operator, person, unreachable } from '../../../support/samples.ts';

const aws = await startLocalAws(new Map());
afterAll(() => aws.close());
const recorder = await startRecorder();

afterEach(() => {
  vi.restoreAllMocks();
});

const clock = createClock();
const { now } = clock;
const inMs = (milliseconds: number): Date => new Date(now().getTime() + milliseconds);
const request = { facility, person, operator, askId: 'ask-1' };

const askerAt = (endpoint: string): Asker =>
  createLambdaAsker({
    functionName: 'asking:live',
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'of this run' },
    endpoint,
    now,
  });

/** The asking function: what it is invoked with, and what it answers. */
function attach(invoke: Lambda['invoke']): { invoked: unknown[]; queued: unknown[] } {
  const [invoked, queued]: [unknown[], unknown[]] = [[], []];
  aws.attach({
    invoke: (id, event) => {
      invoked.push([id, event]);
      return invoke(id, event);
    },
    queue: (id, event) => queued.push([id, event]),
    close: () => Promise.resolve(),
  });
  return { invoked, queued };
}

const call = ['asking:live', request];

describe('asking through the function', () => {
  it.each([
    ['an answer', answered('000')],
    ['a failure', unreachable],
  ])('returns its outcome when it comes in time: %s', async (_what, outcome) => {
    const { invoked, queued } = attach(() => Promise.resolve(outcome));
    expect(await askerAt(aws.url).ask(request, inMs(10_000))).toStrictEqual(outcome);
    expect([invoked, queued]).toStrictEqual([[call], []]);
  });

  it('leaves at the deadline while the asking goes on', async () => {
    const gate = Promise.withResolvers<undefined>();
    let isDone = false;
    const { invoked, queued } = attach(async () => {
      await gate.promise;
      isDone = true;
      return answered('000');
    });
    expect(await askerAt(aws.url).ask(request, inMs(500))).toBe('under-way');
    expect(isDone).toBe(false);
    gate.resolve(undefined);
    await gate.promise;
    expect([isDone, invoked, queued]).toStrictEqual([true, [call], []]);
  });

  it('is queued where the deadline is too near to send a request first', async () => {
    const { invoked, queued } = attach(() => Promise.resolve(answered('000')));
    expect(await askerAt(aws.url).ask(request, inMs(149))).toBe('under-way');
    expect(await askerAt(aws.url).ask(request, inMs(-1))).toBe('under-way');
    // On a busy machine the asker has hung up before the queue took it.
    await vi.waitFor(() => {
      expect(queued).toHaveLength(2);
    });
    expect([invoked, queued]).toStrictEqual([[], [call, call]]);
  });

  it('is queued where as many askings run as may', async () => {
    const { queued } = attach(() => Promise.reject(new ThrottledError()));
    expect(await askerAt(aws.url).ask(request, inMs(10_000))).toBe('under-way');
    expect(queued).toStrictEqual([call]);
  });

  it.each([
    ['failed', () => Promise.reject(new FunctionFailedError('Error'))],
    ['answered nonsense', () => Promise.resolve({ kind: 'answered', answer: 'yes' })],
    ['answered nothing', () => Promise.resolve(null)],
  ])('has not started where the function %s', async (_what, invoke) => {
    const { queued } = attach(invoke);
    expect(await askerAt(aws.url).ask(request, inMs(10_000))).toBe('not-started');
    expect(queued).toStrictEqual([]);
  });

  it('has not started where Lambda cannot be reached', async () => {
    expect(await askerAt('http://127.0.0.1:1').ask(request, inMs(10_000))).toBe('not-started');
    expect(await askerAt('http://127.0.0.1:1').ask(request, inMs(0))).toBe('not-started');
  });
});

describe('the call to Lambda', () => {
  it('is one signed POST of the request', async () => {
    recorder.answer = replying(200, JSON.stringify(unreachable));
    await askerAt(recorder.url).ask(request, inMs(10_000));
    const [sent] = recorder.requests;
    expect(sent).toMatchObject({
      method: 'POST',
      path: '/2015-03-31/functions/asking%3Alive/invocations',
      headers: {
        'content-type': 'application/json',
        'x-amz-invocation-type': 'RequestResponse',
        'x-amz-security-token': 'of this run',
      },
    });
    expect(JSON.parse(sent?.body ?? '')).toStrictEqual(request);
    expect(sent?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/ap-southeast-1\/lambda\/aws4_request, .*Signature=[0-9a-f]{64}$/,
    );
  });

  it.each([
    [429, 202, 'under-way', ['RequestResponse', 'Event']],
    [429, 429, 'not-started', ['RequestResponse', 'Event']],
    [429, 500, 'not-started', ['RequestResponse', 'Event']],
    [500, 202, 'not-started', ['RequestResponse']],
    [403, 202, 'not-started', ['RequestResponse']],
  ])('refused with %i, and queued with %i, is %s', async (waited, queued, outcome, types) => {
    const before = recorder.requests.length;
    recorder.answer = ({ headers }, response) => {
      response.writeHead(headers['x-amz-invocation-type'] === 'Event' ? queued : waited).end('{}');
    };
    expect(await askerAt(recorder.url).ask(request, inMs(10_000))).toBe(outcome);
    const sent = recorder.requests.slice(before);
    expect(sent.map(({ headers }) => headers['x-amz-invocation-type'])).toStrictEqual(types);
  });

  it.each([
    ['what is left', 9_700, 300],
    ['the least that a request needs to leave', 10_000, 50],
  ])('to queue it may take %s, and is under way where that was too short', async (_what, passed, leftMs) => {
    const granted = vi.spyOn(AbortSignal, 'timeout');
    recorder.answer = ({ headers }, response) => {
      if (headers['x-amz-invocation-type'] === 'Event') return;
      clock.advance(passed);
      response.writeHead(429).end('{}');
    };
    expect(await askerAt(recorder.url).ask(request, inMs(10_000))).toBe('under-way');
    expect(granted.mock.calls).toStrictEqual([[10_000], [leftMs]]);
  });

  it('that reports a failure of the function has no outcome, whatever comes with it', async () => {
    recorder.answer = replying(200, JSON.stringify(unreachable), { 'x-amz-function-error': 'Unhandled' });
    expect(await askerAt(recorder.url).ask(request, inMs(10_000))).toBe('not-started');
  });

  it('whose answer breaks off has not brought an outcome', async () => {
    recorder.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"kind"', () => response.destroy());
    };
    expect(await askerAt(recorder.url).ask(request, inMs(10_000))).toBe('not-started');
  });
});
