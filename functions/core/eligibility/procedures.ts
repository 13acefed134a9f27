import type { Benefit } from '../benefit/decide.ts';
import { exemption } from '../benefit/law/money.ts';
import { childCard } from '../benefit/law/validity.ts';
import type { Decision } from '../benefit/segments.ts';
import { ageOn, type PlainDate } from '../calendar.ts';
import { assessment, type Lookup } from './lookup-record.ts';
import { type DeskFacts, type Procedure, procedures } from './procedures-table.ts';

/** The procedures that a lookup calls for, in the order of the table. */
export const proceduresFor = (
  lookup: Lookup,
  decision: Decision | null,
  today: PlainDate,
): readonly Procedure[] => {
  const facts = deskFacts(lookup, decision, today);
  return procedures.filter(({ when }) => when !== null && holds(when, facts));
};

const holds = (when: NonNullable<Procedure['when']>, facts: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(when).every(([fact, wanted]) =>
    Array.isArray(wanted) ? wanted.includes(facts[fact]) : wanted === facts[fact],
  );

function deskFacts(
  lookup: Lookup,
  decision: Decision | null,
  today: PlainDate,
): Readonly<DeskFacts> & Record<string, unknown> {
  const { visit, person } = lookup;
  const { verdict, reason, card, periods } = assessment(lookup);
  const last = visit.endsOn ?? (today > visit.date ? today : visit.date);
  return {
    reason,
    isEligible: verdict === 'eligible',
    purpose: visit.purpose ?? 'arrival',
    presence: person.presence,
    emergency: visit.emergency === true,
    newborn: visit.newborn === true,
    cardEndedInTreatment: card?.validTo !== null && card !== null && card.validTo < last,
    paidInParts: (decision?.segments.length ?? 0) > 1,
    exemptFromCopay: decision?.segments.some(({ benefit }) => isExempt(benefit)) === true,
    overNewYear: last.slice(0, 4) > visit.date.slice(0, 4),
    servicePersonAway: decision?.benefit.row === 'R03-service',
    childTurnedSix:
      periods.at(-1)?.group === childCard.group && ageOn(visit.date, person.dateOfBirth) >= childCard.years,
    oldFormOfSlip:
      (visit.referral?.signedOn ?? today) < '2026-01-01' &&
      decision?.benefit.slips.some(({ slip, accepted }) => slip === 'referral' && !accepted) === true,
  };
}

const isExempt = ({ citations }: Benefit): boolean =>
  exemption.citations.every((citation) => citations.includes(citation));
