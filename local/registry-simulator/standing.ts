import { resolveDate } from '../people/calendar.ts';
import type { SyntheticCard, SyntheticPerson } from '../people/person.ts';

/** A card with its dates worked out for one day. */
export interface Period {
  readonly card: SyntheticCard;
  readonly from: string;
  readonly to: string | null;
}

/** What the registry reports of a person's cards: `reported` fills the plain fields, `newer` the *Moi fields. */
export interface Standing {
  readonly code: string;
  readonly reported: Period;
  readonly newer: Period;
  readonly previous: Period | undefined;
}

type State = 'ended' | 'covers' | 'future';

function stateOf(period: Period, today: string): State {
  if (period.from > today) return 'future';
  return period.to !== null && period.to < today ? 'ended' : 'covers';
}

interface Rule {
  readonly code: string;
  /** How far back from the newest card the reported one lies. */
  readonly back: 0 | 1;
}

const alone: Record<State, Rule> = {
  covers: { code: '000', back: 0 },
  ended: { code: '010', back: 0 },
  // No code says "not yet": the card data are correct and the dates lie ahead (§3.1 "still check dates yourself").
  future: { code: '000', back: 0 },
};

/** First key: the card before the newest; second: the newest. */
const rules: Record<State | 'none', Record<State, Rule>> = {
  none: alone,
  future: alone,
  ended: { ...alone, covers: { code: '003', back: 1 }, future: { code: '003', back: 1 } },
  covers: {
    covers: { code: '004', back: 1 },
    ended: { code: '000', back: 1 },
    // A next period issued early: *Moi describe it under a plain 000 (§2.2 maTheMoi).
    future: { code: '000', back: 1 },
  },
};

export function standingOf(person: SyntheticPerson, today: string): Standing | undefined {
  const periods = person.cards.map((card) => ({
    card,
    from: resolveDate(card.validFrom, today),
    to: card.validTo === null ? null : resolveDate(card.validTo, today),
  }));
  const newer = periods.at(-1);
  if (newer === undefined) return undefined;
  const before = periods.at(-2);
  const rule = rules[before === undefined ? 'none' : stateOf(before, today)][stateOf(newer, today)];
  const reported = (rule.back === 1 ? before : undefined) ?? newer;
  return { code: rule.code, reported, newer, previous: periods[periods.indexOf(reported) - 1] };
}
