import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { people } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import type { LocalService } from '../../local/service.ts';
import { type Desk, lookupId, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let registry: RegistrySimulator;
let desk: Desk;

/** Each test takes a person of its own, so that none finds another's answer in the cache. */
const valid = people
  .filter(({ expected, resultCode }) => expected.reason === 'card-valid' && resultCode === undefined)
  .values();

const nextPerson = () => {
  const { value } = valid.next();
  if (value === undefined) throw new Error('The sandbox has run out of people with a valid card');
  return chipSubject(value);
};

beforeAll(async () => {
  service = await startService();
  if (service.registry === null) throw new Error('These tests need the simulator');
  registry = service.registry;
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());
afterEach(() => {
  registry.control({ latencyMs: 0, loginLatencyMs: 0, fault: null, authFailure: 'body-401' });
});

const pending = { verdict: 'undetermined', reason: 'registry-pending', mayAdmit: true, card: null };
const valid200 = { verdict: 'eligible', reason: 'card-valid', mayAdmit: true };

describe('a registry as slow as in life', () => {
  it('a first lookup answers pending before the registry does; its address then has the verdict; the next is from the cache', async () => {
    const subject = nextPerson();
    const before = registry.stats().lookupsAnswered;
    registry.control({ latencyMs: 2000 });

    const first = await desk.ask(subject);
    expect(first.body).toMatchObject({
      ...pending,
      freshness: { source: 'none', asOf: null },
      registry: null,
    });
    expect(registry.stats().lookupsAnswered).toBe(before);

    const id = lookupId(first);
    const settled = await desk.get(`/v1/lookups/${id}?wait=10`);
    expect(settled.body).toMatchObject({ lookupId: id, ...valid200, freshness: { source: 'registry' } });

    const next = await desk.ask(subject);
    expect(next.body).toMatchObject({ ...valid200, freshness: { source: 'cache' } });
    expect(registry.stats().lookupsAnswered).toBe(before + 1);
  });

  it('a lookup read without waiting is still pending, and the desk is told to start admitting', async () => {
    registry.control({ latencyMs: 2000 });
    const { body } = await desk.ask(nextPerson());
    const now = await desk.get(`/v1/lookups/${lookupId({ body })}`);
    expect(now.body).toMatchObject({ ...pending, guidance: body['guidance'] });
    await desk.get(`/v1/lookups/${lookupId({ body })}?wait=10`);
  });

  it('a second lookup of the person while the first is asked about joins it and gets the same answer', async () => {
    const subject = nextPerson();
    const before = registry.stats().lookups;
    registry.control({ latencyMs: 1500 });
    const first = await desk.ask(subject);
    const second = await desk.ask(subject);
    expect(second.body['lookupId']).not.toBe(first.body['lookupId']);
    const settled = await desk.get(`/v1/lookups/${lookupId(second)}?wait=10`);
    expect(settled.body).toMatchObject(valid200);
    expect(registry.stats().lookups).toBe(before + 1);
  });
});

describe('a registry that is down', () => {
  it('hung: the lookup answers pending and admits while the asking still hangs', async () => {
    registry.control({ fault: { kind: 'hang', scope: 'lookup', times: 1 } });
    const { body } = await desk.ask(nextPerson());
    expect(body).toMatchObject(pending);
  });

  it.each([
    ['drop', 'registry-unreachable'],
    ['empty-body', 'registry-fault'],
    ['truncated-json', 'registry-fault'],
    ['wrong-type', 'registry-fault'],
  ] as const)('%s: undetermined, %s, admit; and the next lookup asks again', async (kind, reason) => {
    const subject = nextPerson();
    registry.control({ fault: { kind, scope: 'lookup', times: null } });
    const { body } = await desk.settle(subject);
    expect(body).toMatchObject({ verdict: 'undetermined', reason, mayAdmit: true, registry: null });
    registry.control({ fault: null });
    const again = await desk.settle(subject);
    expect(again.body).toMatchObject({ ...valid200, freshness: { source: 'registry' } });
  });

  it('an HTML error page with status 503: a fault of the registry, admit', async () => {
    registry.control({ fault: { kind: 'http-5xx', status: 503, scope: 'lookup', times: null } });
    const { body } = await desk.settle(nextPerson());
    expect(body).toMatchObject({ verdict: 'undetermined', reason: 'registry-fault', mayAdmit: true });
  });

  it('a session that ended early is renewed behind the scenes', async () => {
    registry.control({ expireSessions: true });
    const { body } = await desk.settle(nextPerson());
    expect(body).toMatchObject(valid200);
  });
});
