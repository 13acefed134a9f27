import type { BenefitVisit } from '../benefit/visit.ts';
import { ageOn, localDate } from '../calendar.ts';
import type { PresentedBy } from '../identity/guardian.ts';
import type { Person } from '../identity/person.ts';
import type { AskOutcome, Operator } from '../registry/answer.ts';
import { assess, type Assessment, type Occasion, pending } from './assess.ts';

/** One question of one facility about one person on one day, and what its answer rests on. */
export interface Lookup {
  readonly id: string;
  readonly facility: string;
  readonly person: Person;
  /** Null where the patients present themselves. */
  readonly presentedBy: PresentedBy | null;
  readonly visit: Visit;
  /** The co-payment of the year was asked for as well. */
  readonly wantsCopay: boolean;
  readonly requestedAt: Date;
  /** Null while the registry is being asked. */
  readonly basis: Basis | null;
  /** How often the registry was asked again without being told to, and when it will be; absent where it never was. */
  readonly recheck?: { readonly attempts: number; readonly nextAt: Date | null } | undefined;
  /** Who asks the registry in it. Absent in what earlier releases stored. */
  readonly operator?: Operator | undefined;
  /** The store did not answer: no older answer could be seen, and this one may not be kept. Never stored. */
  readonly isWithoutStore?: boolean | undefined;
}

/** When in the visit the question is asked. */
export const purposes = ['arrival', 'treatment', 'closing'] as const;
export type Purpose = (typeof purposes)[number];

export interface Visit extends BenefitVisit {
  /** The HIS's own. */
  readonly id: string | null;
  readonly purpose?: Purpose | undefined;
}

export interface Basis {
  readonly outcome: AskOutcome;
  /** `cache`: an answer this facility already had, still fresh. `stale`: older, standing in for the registry's. */
  readonly source: 'registry' | 'cache' | 'stale';
  readonly asOf: Date;
}

/** Verdict and reason of a lookup as it stands. */
export const assessment = (lookup: Lookup): Assessment =>
  lookup.basis === null
    ? pending()
    : assess(lookup.basis.outcome, occasionOf(lookup), localDate(lookup.basis.asOf));

const occasionOf = ({ visit, person }: Lookup): Occasion => ({
  visitDate: visit.date,
  isYoungChild: visit.newborn === true || ageOn(visit.date, person.dateOfBirth) < 6,
});
