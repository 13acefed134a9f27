import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { localDate } from '../../functions/core/calendar.ts';
import { startRegistrySimulator, type RegistrySimulator } from '../../local/registry-simulator/index.ts';
import { sandboxOperator } from '../../local/sandbox.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, lookupId, signIn, startService } from '../support/desk.ts';
import { benefitQuestion, cases, holderOf, statedVisit, type WorkedCase } from '../support/worked-cases.ts';

const holders = cases.map(holderOf);
const places = [...new Set(cases.map(({ visit }) => visit.facility))];

let service: LocalService;
let registry: RegistrySimulator;
const desks = new Map<string, Desk>();

beforeAll(async () => {
  registry = await startRegistrySimulator({
    people: holders,
    accounts: places.map((code) => ({
      username: `${code}_BV`,
      password: `sandbox-${code}`,
      operators: [sandboxOperator],
    })),
  });
  service = await startService({ environment: { REGISTRY_URL: registry.url } });
  for (const code of places) desks.set(code, await signIn(service, code));
});
afterAll(async () => {
  await service.close();
  await registry.close();
});

function deskAt(code: string): Desk {
  const desk = desks.get(code);
  if (desk === undefined) throw new Error(`No desk at ${code}`);
  return desk;
}

const decided = ({ body }: Answer): unknown => body['benefit'];

describe('a worked case', () => {
  it.each(cases)('$id by POST /v1/benefit: $expect.code, $expect.coveredPercent %', async (given) => {
    const answer = await deskAt(given.visit.facility).send('/v1/benefit', benefitQuestion(given));
    expect(answer.status).toBe(200);
    expect(decided(answer)).toMatchObject(given.expect);
    expect(answer.body['segments']).toHaveLength(1);
  });

  it.each(cases.map((given, index) => ({ ...given, index })))(
    '$id by POST /v1/eligibility, with the registry holding such a card',
    async ({ index, ...given }) => {
      const answer = await settled(given, index);
      expect(answer.body).toMatchObject({ verdict: 'eligible', mayAdmit: true });
      expect(decided(answer)).toMatchObject(given.expect);
    },
  );
});

/** With the co-payment of this year, where the case has one, waited for as a HIS would. */
async function settled({ visit, copay }: WorkedCase, index: number): Promise<Answer> {
  const holder = holders[index];
  if (holder === undefined) throw new Error('No holder');
  const desk = deskAt(visit.facility);
  const stated = statedVisit(visit);
  if (copay === undefined) return desk.settle(chipSubject(holder), { visit: stated });
  const thisYear = { ...stated, date: localDate(new Date()) };
  const first = await desk.settle(chipSubject(holder), { visit: thisYear, include: ['copay'] });
  return desk.get(`/v1/lookups/${lookupId(first)}?wait=20`);
}
