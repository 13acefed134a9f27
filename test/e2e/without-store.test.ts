import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Engine, startEmbeddedDynamoDb } from '../../local/dynamodb.ts';
import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { type Desk, lookupId, signIn } from '../support/desk.ts';
import { startUnhurried } from '../support/unhurried.ts';

let engine: Engine;
let service: LocalService;
let desk: Desk;
let stranger: Desk;

/** A morning with the store, and then without. */
beforeAll(async () => {
  engine = await startEmbeddedDynamoDb();
  service = await startUnhurried({ environment: { DYNAMODB_ENDPOINT: engine.endpoint } });
  desk = await signIn(service, '99003');
  stranger = await signIn(service, '99008');
  await desk.settle(chipSubject(personById('valid-employee')));
  await engine.close();
});
afterAll(() => service.close());

describe('with DynamoDB gone', () => {
  it('a lookup goes straight to the registry and says so', async () => {
    const before = service.registry?.stats().lookups ?? 0;
    const { status, body } = await desk.ask(chipSubject(personById('valid-pensioner')));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      verdict: 'eligible',
      reason: 'card-valid',
      freshness: { source: 'registry' },
      degraded: ['store-unavailable'],
    });
    expect(service.registry?.stats().lookups).toBe(before + 1);
  });

  it('a no of the registry is a no', async () => {
    const { body } = await desk.ask(chipSubject(personById('withdrawn')));
    expect(body).toMatchObject({ reason: 'card-withdrawn', mayAdmit: false });
  });

  it('a visit id, a slip and an idempotency key cost nobody the answer', async () => {
    const visit = { id: 'HS-2026-7', appointment: { issuedBy: '99003', on: '2026-11-21', number: 'PH-7' } };
    const { status, body } = await desk.ask(
      chipSubject(personById('near-poor')),
      { visit, include: ['copay'] },
      { 'idempotency-key': 'again-7' },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ reason: 'card-valid', degraded: ['store-unavailable'] });
  });

  it('a lookup that was made cannot be found, which is said to be our fault and not a no', async () => {
    const asked = await desk.ask(chipSubject(personById('valid-employee')));
    const { status, body } = await desk.get(`/v1/lookups/${lookupId(asked)}`);
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'unavailable' });
    expect(JSON.stringify(body['help'])).toContain('vẫn tiếp nhận người bệnh');
  });

  it('a facility nobody has seen here before is answered in time as well', async () => {
    const { status, body } = await stranger.ask(chipSubject(personById('valid-employee')));
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'unavailable' });
  });
});
