import {
  type EligibilityResponse,
  eligibilityResponse,
  problemDocument,
} from '../../../functions/http/contract/eligibility-response.ts';
import type { FaultPlan } from './plan.ts';
import type { Experience } from './play.ts';
import type { RegistryWitness } from './registry-witness.ts';

const PROMISED_MS = 1_000;
/** As the service of these tests is told (troubled-service.ts). */
const USABLE_S = 60;
const FRESH_S = 1;

/** Everything that must hold of one answer whatever is broken, and does not. */
export function broken(experience: Experience, witness: RegistryWitness): readonly string[] {
  const { ms, answer } = experience;
  const late = ms > PROMISED_MS ? [`answered after ${Math.round(ms)} ms`] : [];
  if (answer.status === 200) return [...late, ...brokenAnswer(experience, witness)];
  if (answer.status !== 503) return [...late, `answered ${answer.status}`];
  const problem = problemDocument.safeParse(answer.body);
  const admits = problem.success && problem.data.help.desk.en.includes('admit the patient');
  return admits ? late : [...late, 'a 503 that does not tell the clerk to admit'];
}

/** The codes of plan.ts, and of the crowd's cards, that speak against a card. */
const refusals = ['010', '050'];

/**
 * The registry is asked about a person by one lookup of a facility at a time, for as long as the store can tell who asks.
 * Only newcomers count: a regular may still be asked about from a plan in which it could not.
 */
export function askedTwice(
  plan: FaultPlan,
  experiences: readonly Experience[],
  witness: RegistryWitness,
): readonly string[] {
  if (plan.services.dynamodb.kind !== 'pass') return [];
  return experiences
    .filter(
      ({ asked, person }) =>
        asked.patient.kind === 'newcomer' && witness.mostAtOnce(asked.facility, person.personalId) > 1,
    )
    .map(({ person }) => `two questions at once about ${person.id}`);
}

type Rule = readonly [says: string, isBroken: (answer: EligibilityResponse) => boolean];

function brokenAnswer({ answer, asked, person }: Experience, witness: RegistryWitness): readonly string[] {
  const parsed = eligibilityResponse.safeParse(answer.body);
  if (!parsed.success) return ['not an answer of the contract'];
  const said = witness.said(asked.facility, person.personalId);
  const own = new Set(person.cards.map(({ number }) => number));
  const rules: readonly Rule[] = [
    // NĐ 188/2025 Đ38: only the registry's own word about this person may turn anybody away.
    [
      'turned away, and the registry never said so',
      ({ mayAdmit }) => !mayAdmit && !refusals.some((code) => said.has(code)),
    ],
    ['eligible, and the registry never said so', ({ verdict }) => verdict === 'eligible' && !said.has('000')],
    [
      'a code that the registry never gave this facility about this person',
      ({ registry }) => registry !== null && !said.has(registry.code),
    ],
    [
      "somebody else's card",
      ({ card, cards }) =>
        [...cards, ...(card === null ? [] : [card])].some(({ number }) => !own.has(number)),
    ],
    ["somebody else's name", ({ identity }) => identity.fullName !== person.fullName],
    ['an undetermined verdict that does not admit', (it) => it.verdict === 'undetermined' && !it.mayAdmit],
    [
      'older than it may be used',
      ({ verdict, freshness }) => verdict !== 'undetermined' && (freshness.ageSeconds ?? Infinity) > USABLE_S,
    ],
    [
      'old, and not labelled as old',
      ({ freshness }) => freshness.source === 'cache' && (freshness.ageSeconds ?? Infinity) > FRESH_S,
    ],
    [
      'closed on what was known before',
      ({ freshness }) => asked.purpose === 'closing' && freshness.source === 'cache',
    ],
  ];
  return rules.filter(([, isBroken]) => isBroken(parsed.data)).map(([says]) => says);
}
