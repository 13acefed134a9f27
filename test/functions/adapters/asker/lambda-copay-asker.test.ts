import { afterEach, describe, expect, it, vi } from 'vitest';

import { createLambdaCopayAsker } from '../../../../functions/adapters/asker/lambda-copay-asker.ts';
import type { CopayAsker } from '../../../../functions/core/eligibility/ports.ts';
import { createClock } from '../../../support/clock.ts';
import { replying, startRecorder } from '../../../support/recorder.ts';
import { facility, person } from '../../../support/samples.ts';

const recorder = await startRecorder();
afterEach(() => {
  vi.restoreAllMocks();
});

const { now } = createClock();
const inMs = (milliseconds: number): Date => new Date(now().getTime() + milliseconds);
const timeUp = new DOMException('The time is up', 'TimeoutError');
const request = { facility, person, year: 2026, askId: 'ask-1' };

const askerAt = (endpoint: string): CopayAsker =>
  createLambdaCopayAsker({
    functionName: 'copay',
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint,
    now,
  });

describe('starting the function that asks for the co-payment', () => {
  it('is one event for its queue', async () => {
    recorder.answer = replying(202, '');
    expect(await askerAt(recorder.url).start(request, inMs(800))).toBe('under-way');
    const [sent] = recorder.requests;
    expect(sent).toMatchObject({
      method: 'POST',
      path: '/2015-03-31/functions/copay/invocations',
      headers: { 'x-amz-invocation-type': 'Event' },
    });
    expect(JSON.parse(sent?.body ?? '')).toStrictEqual(request);
  });

  it.each([429, 500, 403])('has failed where Lambda answers %i', async (status) => {
    recorder.answer = replying(status, '{}');
    expect(await askerAt(recorder.url).start(request, inMs(800))).toBe('not-started');
  });

  it('has failed where Lambda cannot be reached', async () => {
    expect(await askerAt('http://127.0.0.1:1').start(request, inMs(800))).toBe('not-started');
  });

  it.each([
    ['what is left', 800, 800],
    ['the least that a request needs to leave', 10, 50],
  ])('may take %s, and is under way where that was too short', async (_what, leftMs, grantedMs) => {
    const granted = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(timeUp));
    expect(await askerAt(recorder.url).start(request, inMs(leftMs))).toBe('under-way');
    expect(granted.mock.calls).toStrictEqual([[grantedMs]]);
  });
});
