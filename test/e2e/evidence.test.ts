import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, signIn, startService } from '../support/desk.ts';

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

const close = (id: string): Promise<Answer> =>
  desk.settle(chipSubject(personById(id)), { visit: { id: `HS-${id}`, purpose: 'closing' } });

describe('closing a visit without the word of the registry', () => {
  it('gives the evidence that the law wants: what was tried, when, and with what status', async () => {
    registry.control({ fault: { kind: 'http-5xx', status: 502, scope: 'lookup', times: null } });
    await close('valid-employee');
    const { body } = await close('valid-employee');
    const question = { step: 'question', httpStatus: 502 };
    expect(body).toMatchObject({
      reason: 'registry-fault',
      mayAdmit: true,
      evidence: {
        facility: '99003',
        lookupId: body['lookupId'],
        visitId: 'HS-valid-employee',
        legalBasis: ['NĐ 188/2025 Đ38 k2 b'],
        attempts: [
          { outcome: 'registry-fault', calls: [{ step: 'login', httpStatus: 200 }, question] },
          { outcome: 'registry-fault', calls: [question] },
        ],
      },
    });
    expect(JSON.stringify(body['evidence'])).not.toContain(personById('valid-employee').personalId);
  });

  it('also for an old answer that stands in, and where nothing came back', async () => {
    await desk.settle(chipSubject(personById('valid-pensioner')));
    registry.control({ fault: { kind: 'drop', scope: 'lookup', times: null } });
    const { body } = await close('valid-pensioner');
    expect(body).toMatchObject({
      freshness: { source: 'stale' },
      evidence: {
        attempts: [
          { outcome: '000' },
          { outcome: 'registry-unreachable', calls: [{ step: 'question', httpStatus: null }] },
        ],
      },
    });
  });

  it('is not needed where the registry answers, nor on arrival', async () => {
    expect((await close('near-poor')).body).toMatchObject({ reason: 'card-valid', evidence: null });
    registry.control({ fault: { kind: 'drop', scope: 'lookup', times: null } });
    const { body } = await desk.settle(chipSubject(personById('birth-year-only')));
    expect(body).toMatchObject({ reason: 'registry-unreachable', evidence: null });
  });
});
