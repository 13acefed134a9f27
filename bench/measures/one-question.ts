import type { EligibilityResponse } from '../../functions/http/contract/eligibility-response.ts';
import type { SyntheticPerson } from '../../local/people/people.ts';
import type { LocalService } from '../../local/service.ts';
import { fetchToken, followUp, lookUp, patients, type TimedAnswer } from '../desk.ts';
import { type Finding, written } from '../report.ts';
import type { Scale } from '../scale.ts';
import type { World } from '../world.ts';

/** Slow enough that all lookups are there before the first answer is. */
const REGISTRY_MS = 500;

/** One that no other measure looks people up for. */
const FACILITY = '99008';

/**
 * Calls to the registry for many simultaneous lookups of one person by one facility. One instance serves them all
 * here, where Lambda would start one for each: some may run out of time, and are counted instead of timed.
 */
export async function oneQuestion({ service }: World, scale: Scale): Promise<Finding> {
  const { registry } = service;
  const [person, ...others] = patients;
  if (registry === null || person === undefined) throw new Error('There is no registry or no patient');
  const token = await fetchToken(service, FACILITY);
  for (let round = 0; round < scale.warmUpRounds; round++) {
    // To the end: a question about somebody else that is still under way would be counted below.
    await Promise.all(others.map((other) => settle(service, token, other)));
  }

  const before = registry.stats();
  registry.control({ latencyMs: REGISTRY_MS });
  const settled = await Promise.allSettled(
    Array.from({ length: scale.simultaneous }, () => lookUp(service, token, person)),
  );
  const answered = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  for (const one of answered) checkAnswer(one);
  const known = await settle(service, token, person);
  if (known.verdict !== 'eligible') throw new Error(`The answer was lost: ${known.reason}`);
  const calls = registry.stats().lookups - before.lookups;
  if (calls === 0) throw new Error('The registry was never asked');
  registry.control({ latencyMs: 0 });

  const live = answered.filter(({ answer }) => answer.verdict === 'eligible').length;
  const failed = settled.length - answered.length;
  const slowestMs = Math.max(...answered.map(({ ms }) => ms));
  return {
    rows: [
      {
        what: `registry calls for ${scale.simultaneous} simultaneous lookups of one person`,
        value: calls,
        unit: 'calls',
        goal: 1,
        beside: `${live} live, ${answered.length - live} pending, ${failed} failed in the one instance; slowest ${written(slowestMs, 'ms')}`,
      },
    ],
    details: { calls, live, failed, slowestMs },
  };
}

async function settle(
  service: LocalService,
  token: string,
  person: SyntheticPerson,
): Promise<EligibilityResponse> {
  const { answer } = await lookUp(service, token, person);
  return answer.reason === 'registry-pending' ? followUp(service, token, answer.lookupId) : answer;
}

function checkAnswer({ answer: { verdict, reason, mayAdmit } }: TimedAnswer): void {
  const isRight = verdict === 'eligible' || reason === 'registry-pending';
  if (!isRight || !mayAdmit) throw new Error(`Wrong answer: ${verdict}, ${reason}`);
}
