import type { PlainDate } from '../calendar.ts';
import { cheapVisitBelow, copayThreshold, hasFiveYears } from './base-rate.ts';
import { type Base, bestRow, type Found, type Table } from './match.ts';
import type { Facts } from './row.ts';
import type { Case } from './visit.ts';

/** Something that is not so now, and what would be paid if it were. */
export interface Change {
  readonly condition:
    | 'in-scope-cost-below'
    | 'copay-above'
    | 'admitted'
    | 'listed-diagnosis'
    | 'valid-referral'
    | 'card-changes';
  /** Đồng, of the first two. */
  readonly amount?: number;
  /** Which appendix of TT 01/2025. */
  readonly list?: 'I' | 'II';
  readonly on?: PlainDate;
  readonly coveredPermille: number;
}

interface Trial {
  readonly change: Omit<Change, 'coveredPermille'>;
  readonly facts?: Partial<Facts>;
  readonly base?: Partial<Base>;
}

/** What the case rests on, as found for the day. */
interface Ground {
  readonly table: Table;
  readonly facts: Facts;
  readonly base: Base;
  readonly found: Found;
  readonly on: PlainDate;
}

/** In thousandths. */
const ALL = 1000;

/** Each thing that the desk may still learn, tried on the same case; kept where it would pay more. */
export function changes(given: Case, ground: Ground): readonly Change[] {
  const { table, facts, base, found } = ground;
  const now = found.best?.coveredPermille ?? -1;
  if (now === ALL) return [];
  return [...moneyTrials(given, ground), ...routeTrials(facts)].flatMap((trial) => {
    const facing = { ...facts, ...trial.facts };
    const then = bestRow(table, facing, given.visit.date, { ...base, ...trial.base });
    if (then.kind === 'review' || then.best.coveredPermille <= now) return [];
    return [{ ...trial.change, coveredPermille: then.best.coveredPermille }];
  });
}

function moneyTrials({ card, visit, copay }: Case, { on }: Ground): readonly Trial[] {
  const cheap = cheapVisitBelow(visit.endsOn ?? visit.date);
  const threshold = hasFiveYears(card, on) ? copayThreshold(on, copay?.beforeJuly2026 ?? 0) : null;
  return [
    ...(cheap === null
      ? []
      : [
          {
            change: { condition: 'in-scope-cost-below', amount: cheap.dong },
            base: { percent: 100 },
          } as const,
        ]),
    ...(threshold === null
      ? []
      : [{ change: { condition: 'copay-above', amount: threshold }, base: { isExempt: true } } as const]),
  ];
}

const routeTrials = ({ level }: Facts): readonly Trial[] => [
  { change: { condition: 'admitted' }, facts: { setting: 'inpatient' } },
  {
    change: { condition: 'listed-diagnosis', list: level === 'specialised' ? 'I' : 'II' },
    facts: { appendixI: true, appendixII: true },
  },
  { change: { condition: 'valid-referral' }, facts: { referral: 'valid' } },
];
