import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { everydayPeople } from '../../local/people/people-everyday.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import type { LocalService } from '../../local/service.ts';
import { type Desk, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let registry: RegistrySimulator;
let here: Desk;
let there: Desk;

beforeAll(async () => {
  service = await startService();
  if (service.registry === null) throw new Error('These tests need the simulator');
  registry = service.registry;
  here = await signIn(service, '99003');
  there = await signIn(service, '99008');
});
afterAll(() => service.close());

describe('a registry that fails again and again', () => {
  it('is left alone by every desk of every facility, and by none when a visit closes', async () => {
    registry.control({ fault: { kind: 'drop', scope: 'lookup', times: null } });
    const subjects = everydayPeople.map((person) => chipSubject(person));
    const [closing] = subjects;
    for (const subject of subjects.slice(0, 8)) await here.settle(subject);
    expect(registry.stats().lookups).toBe(8);

    // An instance that has just seen it closed finds out within seconds.
    await expect.poll(() => isAsked(subjects[8]), { timeout: 20_000 }).toBe(false);
    const asked = registry.stats().lookups;
    for (const desk of [here, there]) {
      for (const subject of subjects) {
        const { body } = await desk.settle(subject);
        expect(body).toMatchObject({ reason: 'registry-unreachable', mayAdmit: true });
      }
    }
    expect(registry.stats().lookups).toBe(asked);

    await here.settle(closing, { visit: { purpose: 'closing' } });
    expect(registry.stats().lookups).toBe(asked + 1);
  });

  async function isAsked(subject: unknown): Promise<boolean> {
    const before = registry.stats().lookups;
    await here.settle(subject);
    return registry.stats().lookups > before;
  }
});
