import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';

import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, lookupId, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let registry: RegistrySimulator;
let desk: Desk;

beforeAll(async () => {
  service = await startService({
    functionEnvironment: { RECHECK_FIRST_SECONDS: '1', RECHECKS_PER_MINUTE: '1000' },
  });
  if (service.registry === null) throw new Error('These tests need the simulator');
  registry = service.registry;
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());
afterEach(() => {
  registry.control({ latencyMs: 0, fault: null });
  service.queues.breakDown(false);
});

const goAway = (): void => {
  registry.control({ fault: { kind: 'drop', scope: 'lookup', times: null } });
};
const comeBack = (): void => {
  registry.control({ fault: null });
};

const patience = { timeout: 25_000, interval: 250 };
const rechecks = z.object({ attempts: z.number(), nextAt: z.string().nullable() });

/** Looks again and again, as a screen would, without waiting for anything. */
const until = (first: Answer, expected: (answer: Answer) => void): Promise<Answer> =>
  vi.waitFor(async () => {
    const answer = await desk.get(`/v1/lookups/${lookupId(first)}`);
    expected(answer);
    return answer;
  }, patience);

describe('a lookup that the registry left open', () => {
  it('has the verdict by itself when the registry is back', async () => {
    goAway();
    const first = await desk.settle(chipSubject(personById('valid-employee')));
    expect(first.body).toMatchObject({ reason: 'registry-unreachable', mayAdmit: true });
    const before = await until(first, ({ body }) => {
      expect(rechecks.parse(body['recheck']).attempts).toBeGreaterThan(0);
    });
    expect(before.body).toMatchObject({ reason: 'registry-unreachable' });
    expect(Number(before.headers.get('retry-after'))).toBeGreaterThan(0);

    comeBack();
    const after = await until(first, ({ body }) => {
      expect(body).toMatchObject({
        verdict: 'eligible',
        reason: 'card-valid',
        freshness: { source: 'registry' },
      });
    });
    expect(rechecks.parse(after.body['recheck']).nextAt).toBeNull();
    expect(after.headers.get('retry-after')).toBeNull();
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });

  it('has a new verdict where an old one stood in', async () => {
    await desk.settle(chipSubject(personById('valid-pensioner')));
    goAway();
    const first = await desk.ask(chipSubject(personById('valid-pensioner')), {
      visit: { purpose: 'closing' },
    });
    expect(first.body).toMatchObject({ freshness: { source: 'stale' }, recheck: { attempts: 0 } });
    await until(first, ({ body }) => {
      expect(rechecks.parse(body['recheck']).attempts).toBeGreaterThan(0);
      expect(body).toMatchObject({ verdict: 'eligible', freshness: { source: 'stale' } });
    });
    comeBack();
    await until(first, ({ body }) => {
      expect(body).toMatchObject({ verdict: 'eligible', freshness: { source: 'registry' } });
    });
  });

  it('is rechecked also where the queue was down when it was put up', async () => {
    goAway();
    service.queues.breakDown(true);
    const first = await desk.settle(chipSubject(personById('near-poor')));
    expect(first.body).toMatchObject({ reason: 'registry-unreachable', recheck: { attempts: 0 } });
    service.queues.breakDown(false);
    comeBack();
    service.events.fireSchedules();
    await until(first, ({ body }) => {
      expect(body).toMatchObject({ verdict: 'eligible', freshness: { source: 'registry' } });
    });
  });

  it('says so at once, and a settled one that it waits for nothing', async () => {
    const settled = await desk.settle(chipSubject(personById('birth-year-only')));
    expect(settled.body).toMatchObject({ reason: 'card-valid', recheck: null });
    goAway();
    const open = await desk.settle(chipSubject(personById('birth-year-only')), {
      visit: { purpose: 'closing' },
    });
    const { attempts, nextAt } = rechecks.parse(open.body['recheck']);
    expect(attempts).toBe(0);
    expect(Date.parse(nextAt ?? '')).not.toBeNaN();
  });
});
