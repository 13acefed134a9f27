import type { PlainDate } from '../calendar.ts';
import { applicable, type CardPeriod, stateOn, timeline } from '../card/timeline.ts';
import type { AskOutcome, RegistryAnswer } from '../registry/answer.ts';
import { meaningOf } from '../registry/result-codes.ts';
import { type Reason, reasons, type Verdict } from './reasons.ts';

export interface Assessment {
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** False only where the registry spoke about the patient's card and said no. */
  readonly mayAdmit: boolean;
  /** The card that applies on the day of the visit; set exactly when eligible. */
  readonly card: CardPeriod | null;
  /** Every period known, oldest first. */
  readonly periods: readonly CardPeriod[];
}

/** The asking goes on behind the answer. */
export const pending = (): Assessment => conclude('registry-pending');

/** Whose visit it is, and when. */
export interface Occasion {
  readonly visitDate: PlainDate;
  /** Under 6, or treated right after birth: insured by law, with or without a card (Luật BHYT Đ12 k3). */
  readonly isYoungChild: boolean;
}

/** What the outcome of asking means for a visit, with `today` the day the registry spoke of. */
export function assess(outcome: AskOutcome, occasion: Occasion, today: PlainDate): Assessment {
  return outcome.kind === 'failed' ? conclude(outcome.reason) : assessAnswer(outcome.answer, occasion, today);
}

function assessAnswer(
  answer: RegistryAnswer,
  { visitDate, isYoungChild }: Occasion,
  today: PlainDate,
): Assessment {
  const known = timeline(answer.periods);
  // The registry speaks of today. A visit on an earlier day is judged by the dates of the cards alone.
  const speaksOfVisit = visitDate >= today;
  const meaning = meaningOf(answer.code);
  switch (meaning) {
    case 'dates':
      return byDates(answer, known, visitDate);
    case 'dates-of-newer': {
      if (!speaksOfVisit) return byDates(answer, known, visitDate);
      // A card that is named alone is the newer one.
      const newer = known.length > 1 ? withoutAsked(answer, known) : known;
      const dated = byDates(answer, known, visitDate, newer);
      return dated.card === null ? dated : { ...dated, reason: 'card-replaced' };
    }
    case 'inspect-paper': {
      const dated = byDates(answer, known, visitDate);
      return dated.card === null ? dated : { ...dated, reason: 'card-valid-inspect-paper' };
    }
    case 'ended-unless-newer': {
      // The person has left by this number: another period of it is no other card.
      const others = known.filter(({ number }) => number !== answer.periods[0]?.number);
      const card = applicable(others, visitDate);
      return card === null
        ? conclude('card-reported-reduced', known)
        : conclude('card-replaced', known, card);
    }
    case 'card-expired':
      return speaksOfVisit ? conclude('card-expired', known) : byDates(answer, known, visitDate);
    case 'card-not-found':
      // Not found is then not yet issued: to be admitted, and given a temporary code (NĐ 188/2025 Đ50 k1 a).
      return conclude(isYoungChild ? 'child-without-card' : meaning, known);
    case 'identity-mismatch':
    case 'registry-unknown-code':
      // Whatever came with a mismatch, or with what may be one, can be another person's data: it goes no further.
      return conclude(meaning);
    default:
      return conclude(meaning, known);
  }
}

/** The card among the known ones, or among some of them, whose dates cover the visit, or what their dates say instead. */
function byDates(
  answer: RegistryAnswer,
  known: readonly CardPeriod[],
  visitDate: PlainDate,
  candidates = known,
): Assessment {
  // "The data are correct" without one card in it says nothing we may rely on.
  if (known.length === 0) return conclude('registry-fault');
  const card = applicable(candidates, visitDate);
  if (card !== null) {
    return conclude(isAsked(answer, card) ? 'card-valid' : 'card-replaced', known, card);
  }
  const isToCome = candidates.some((period) => stateOn(period, visitDate) === 'upcoming');
  return conclude(isToCome ? 'card-not-yet-valid' : 'card-expired', known);
}

const withoutAsked = (answer: RegistryAnswer, known: readonly CardPeriod[]): readonly CardPeriod[] =>
  known.filter((period) => !isAsked(answer, period));

/** Which of them began first says nothing: an older group's card may be the newer issue. */
const isAsked = ({ periods: [asked] }: RegistryAnswer, period: CardPeriod): boolean =>
  period.number === asked?.number && period.validFrom === asked.validFrom && period.validTo === asked.validTo;

function conclude(
  reason: Reason,
  periods: readonly CardPeriod[] = [],
  card: CardPeriod | null = null,
): Assessment {
  const { verdict } = reasons[reason];
  return { verdict, reason, mayAdmit: verdict !== 'not-eligible', card, periods };
}
