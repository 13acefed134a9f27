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
  registry.control({ latencyMs: 0, copay: { latencyMs: 0, fault: null } });
});

const include = ['copay'];
const askFor = (id: string): Promise<Answer> => desk.settle(chipSubject(personById(id)), { include });
const later = (answer: Answer): Promise<Answer> => desk.get(`/v1/lookups/${lookupId(answer)}?wait=20`);

describe('the co-payment of the year', () => {
  it('is not there where nobody asked for it, and the registry is not asked', async () => {
    const before = registry.stats().copays;
    const { body } = await desk.settle(chipSubject(personById('near-poor')));
    expect(body['copay']).toBeNull();
    expect(registry.stats().copays).toBe(before);
  });

  it('never holds the verdict: pending first, then at the address of the lookup', async () => {
    registry.control({ copay: { latencyMs: 3000 } });
    const first = await askFor('household-member-k2');
    expect(first.body).toMatchObject({ verdict: 'eligible', copay: { status: 'pending' } });
    const { body } = await later(first);
    expect(body).toMatchObject({
      verdict: 'eligible',
      copay: { status: 'ready', exceeded: true },
      benefit: { needsReview: false },
    });
  });

  it('is asked once for everybody who wants it, and again only when it is old', async () => {
    const before = registry.stats().copays;
    await Promise.all(Array.from({ length: 8 }, () => askFor('birth-year-only')));
    const { body } = await later(await askFor('birth-year-only'));
    expect(body).toMatchObject({ copay: { status: 'ready', exceeded: false } });
    expect(registry.stats().copays).toBe(before + 1);
  });

  it.each([
    ['restricted-account', 'restricted-account'],
    ['system-fault', 'registry-fault'],
  ] as const)('a registry that answers %s leaves verdict and benefit as they are', async (kind, reason) => {
    registry.control({ copay: { fault: { kind } } });
    const id = kind === 'restricted-account' ? 'valid-employee' : 'valid-pensioner';
    const { body } = await later(await askFor(id));
    expect(body).toMatchObject({
      verdict: 'eligible',
      benefit: { needsReview: false },
      copay: { status: 'unavailable', reason },
    });
  });
});
