import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eligibilityResponse } from '../../functions/http/contract/eligibility-response.ts';
import type { Answer } from '../support/desk.ts';
import type { Proxied } from './support/fault-proxy.ts';
import { askedTwice, broken } from './support/invariants.ts';
import { createPlayer, type Experience, warmUp } from './support/play.ts';
import { type FaultPlan, faultPlan, NEWCOMERS, REGULARS } from './support/plan.ts';
import { type OpenLookup, openAmong, unsettled } from './support/settling.ts';
import { startTroubledService, type TroubledService } from './support/troubled-service.ts';

/** Several services side by side, since plans mostly wait. */
const SERVICES = 4;
const PLANS = Number(process.env['FAULT_PLANS'] ?? 1_000);
/** Of plans whose lookups are then waited for. */
const HANDFUL = 5;
const plansEach = Math.ceil(PLANS / SERVICES);

/** Which services of AWS the plans may break. */
const able: readonly Proxied[] = ['dynamodb', 'kms', 'sqs', 'lambda'];

const services: TroubledService[] = [];
beforeAll(async () => {
  for (let index = 0; index < SERVICES; index += 1) {
    const service = await startTroubledService(REGULARS + NEWCOMERS * (plansEach + HANDFUL));
    services.push(service);
    await warmUp(service);
  }
}, 240_000);
afterAll(async () => {
  for (const service of services) await service.close();
});

/** Where answers came from, or why from nowhere. */
const seen = new Set<string>();
const rungOf = (body: Answer['body']): string => {
  const answer = eligibilityResponse.safeParse(body).data;
  if (answer === undefined) return 'problem';
  return answer.verdict === 'undetermined' ? answer.reason : answer.freshness.source;
};

/** Throws with the plan at which something did not hold. */
const playMany = (service: TroubledService, plans: fc.Arbitrary<FaultPlan>): Promise<void> => {
  const play = createPlayer(service);
  return fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const experiences = await play(plan);
      for (const { answer } of experiences) seen.add(rungOf(answer.body));
      expect(experiences.flatMap((experience) => broken(experience, service.witness))).toEqual([]);
      expect(askedTwice(plan, experiences, service.witness)).toEqual([]);
    }),
    // What came before is part of a failure: a smaller plan would not show it.
    { numRuns: plansEach, endOnFailure: true },
  );
};

/** A handful of plans, and all that the desks saw. */
async function playSome(
  service: TroubledService,
  plans: fc.Arbitrary<FaultPlan>,
): Promise<readonly Experience[]> {
  const play = createPlayer(service);
  const experiences: Experience[] = [];
  for (const plan of fc.sample(plans, HANDFUL)) experiences.push(...(await play(plan)));
  return experiences;
}

describe('whatever fails beside it', () => {
  it('every question is answered in time, admits, and says nothing that the registry has not said', async () => {
    const played = await Promise.allSettled(services.map((service) => playMany(service, faultPlan(able))));
    expect(played).toEqual(services.map(() => ({ status: 'fulfilled', value: undefined })));
    // What the plans never came to was not tested.
    expect([...seen]).toEqual(
      expect.arrayContaining(['registry', 'cache', 'stale', 'registry-pending', 'registry-unreachable']),
    );
  }, 300_000);
});

describe('once nothing fails any more', () => {
  it('what was left open settles by itself', async () => {
    const open = new Map<TroubledService, readonly OpenLookup[]>();
    await Promise.all(
      services.map(async (service) => {
        open.set(service, openAmong(await playSome(service, faultPlan(able))));
      }),
    );
    expect([...open.values()].flat().length).toBeGreaterThan(0);
    expect(await Promise.all([...open].map(([service, lookups]) => unsettled(service, lookups)))).toEqual(
      services.map(() => []),
    );
  }, 300_000);
});
