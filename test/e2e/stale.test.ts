import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, lookupId, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let registry: RegistrySimulator;
let desk: Desk;

beforeAll(async () => {
  service = await startService();
  if (service.registry === null) throw new Error('These tests need the simulator');
  registry = service.registry;
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());
afterEach(() => {
  registry.control({ latencyMs: 0, fault: null });
});

/** Closing asks the registry whatever is fresh, so that what it then says, or does not say, can be seen. */
const close = (id: string): Promise<Answer> =>
  desk.ask(chipSubject(personById(id)), { visit: { purpose: 'closing' } });

describe('closing a visit', () => {
  it('asks the registry anew though an answer is fresh', async () => {
    await desk.settle(chipSubject(personById('valid-employee')));
    const before = registry.stats().lookups;
    const { body } = await desk.settle(chipSubject(personById('valid-employee')), {
      visit: { purpose: 'closing' },
    });
    expect(body).toMatchObject({ reason: 'card-valid', freshness: { source: 'registry' } });
    expect(registry.stats().lookups).toBe(before + 1);
  });
});

describe('a registry that has gone', () => {
  it('leaves the last answer, labelled with its age, with the benefit, and no word of the registry', async () => {
    const known = await desk.settle(chipSubject(personById('valid-pensioner')));
    registry.control({ fault: { kind: 'drop', scope: 'lookup', times: null } });
    const { body } = await close('valid-pensioner');
    expect(body).toMatchObject({
      verdict: 'eligible',
      mayAdmit: true,
      card: known.body['card'],
      benefit: known.body['benefit'],
      freshness: { source: 'stale' },
      registry: null,
    });
    expect(JSON.stringify(body['guidance'])).toContain('Cổng BHXH chưa trả lời, theo kết quả lúc');
  });

  it('that hangs is not waited for: the old answer first, the new one at its address', async () => {
    await desk.settle(chipSubject(personById('near-poor')));
    registry.control({ latencyMs: 2500 });
    const first = await close('near-poor');
    expect(first.body).toMatchObject({ verdict: 'eligible', freshness: { source: 'stale' } });
    const { body } = await desk.get(`/v1/lookups/${lookupId(first)}?wait=20`);
    expect(body).toMatchObject({ verdict: 'eligible', freshness: { source: 'registry' } });
  });

  it('leaves nobody with an answer that no longer speaks of him or her: a first lookup is unreachable, admit', async () => {
    registry.control({ fault: { kind: 'drop', scope: 'lookup', times: null } });
    const { body } = await desk.settle(chipSubject(personById('birth-year-only')));
    expect(body).toMatchObject({ reason: 'registry-unreachable', mayAdmit: true, benefit: null });
  });
});

describe('the address of a lookup', () => {
  it('answers 304 to the tag of its state until something has changed', async () => {
    registry.control({ latencyMs: 2500 });
    const first = await desk.ask(chipSubject(personById('household-member-k2')));
    const path = `/v1/lookups/${lookupId(first)}`;
    const pending = await desk.get(path);
    expect(pending.headers.get('retry-after')).toBe('1');
    const tag = pending.headers.get('etag') ?? '';
    const same = await desk.get(path, { 'if-none-match': tag });
    expect([same.status, same.text]).toEqual([304, '']);

    const answered = await desk.get(`${path}?wait=20`, { 'if-none-match': tag });
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ reason: 'card-valid' });
    expect(answered.headers.get('retry-after')).toBeNull();
    const newTag = answered.headers.get('etag') ?? '';
    expect(newTag).not.toBe(tag);
    expect((await desk.get(path, { 'if-none-match': `"other", ${newTag}` })).status).toBe(304);
    expect((await desk.get(path, { 'if-none-match': '"other"' })).status).toBe(200);
  });
});
