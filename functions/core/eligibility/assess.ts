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

/** What the outcome of asking means for a visit on a date, with `today` the day the registry spoke of. */
export function assess(outcome: AskOutcome, visitDate: PlainDate, today: PlainDate): Assessment {
  return outcome.kind === 'failed'
    ? conclude(outcome.reason)
    : assessAnswer(outcome.answer, visitDate, today);
}

function assessAnswer(answer: RegistryAnswer, visitDate: PlainDate, today: PlainDate): Assessment {
  const periods = timeline(answer.periods);
  const meaning = meaningOf(answer.code);
  switch (meaning) {
    case 'dates':
      return byDates(periods, visitDate);
    case 'inspect-paper': {
      const dated = byDates(periods, visitDate);
      return dated.card === null ? dated : { ...dated, reason: 'card-valid-inspect-paper' };
    }
    case 'ended-unless-newer':
      return byNewerCard(periods, visitDate) ?? conclude('card-reported-reduced', periods);
    case 'card-expired':
      // The registry speaks of today. A visit on an earlier day is judged by the dates of the card.
      return visitDate < today ? byDates(periods, visitDate) : conclude('card-expired', periods);
    case 'identity-mismatch':
      // Whatever came with a mismatch may be another person's data: it goes no further.
      return conclude('identity-mismatch');
    default:
      return conclude(meaning, periods);
  }
}

function byDates(periods: readonly CardPeriod[], visitDate: PlainDate): Assessment {
  // "The data are correct" without one card in it says nothing we may rely on.
  if (periods.length === 0) return conclude('registry-fault');
  const card = applicable(periods, visitDate);
  if (card !== null) return eligible(card, periods);
  const isToCome = periods.some((period) => stateOn(period, visitDate) === 'upcoming');
  return conclude(isToCome ? 'card-not-yet-valid' : 'card-expired', periods);
}

function byNewerCard(periods: readonly CardPeriod[], visitDate: PlainDate): Assessment | null {
  const [reported, ...newer] = periods;
  const card = applicable(
    newer.filter((period) => period.number !== reported?.number),
    visitDate,
  );
  return card === null ? null : eligible(card, periods);
}

const eligible = (card: CardPeriod, periods: readonly CardPeriod[]): Assessment =>
  conclude(card === periods[0] ? 'card-valid' : 'card-replaced', periods, card);

function conclude(
  reason: Reason,
  periods: readonly CardPeriod[] = [],
  card: CardPeriod | null = null,
): Assessment {
  const { verdict } = reasons[reason];
  return { verdict, reason, mayAdmit: verdict !== 'not-eligible', card, periods };
}
