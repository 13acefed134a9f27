import { afterAll, beforeAll, expect, it } from 'vitest';

import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { type Desk, lookupId, signIn } from '../support/desk.ts';
import { startUnhurried } from '../support/unhurried.ts';

/** With time: here one instance serves all of them, where Lambda has one for each. */
let service: LocalService;
let desk: Desk;

beforeAll(async () => {
  service = await startUnhurried();
  desk = await signIn(service, '99003');
  // Issuers' keys and the facility are known before the rush.
  await desk.settle(chipSubject(personById('valid-pensioner')));
});
afterAll(() => service.close());

it('200 simultaneous lookups of one person by one facility cause one registry call', async () => {
  const { registry } = service;
  if (registry === null) throw new Error('This test needs the simulator');
  const before = registry.stats().lookups;
  registry.control({ latencyMs: 300 });
  const subject = chipSubject(personById('valid-employee'));
  const answers = await Promise.all(Array.from({ length: 200 }, () => desk.ask(subject)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ body }) => body['lookupId'])).size).toBe(200);
  const settled = await Promise.all(
    answers.map(({ body }) => desk.get(`/v1/lookups/${lookupId({ body })}?wait=10`)),
  );
  expect(new Set(settled.map(({ body }) => body['reason']))).toEqual(new Set(['card-valid']));
  expect(registry.stats().lookups).toBe(before + 1);
});
