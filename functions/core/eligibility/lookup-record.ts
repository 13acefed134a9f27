import { ageOn, localDate, type PlainDate } from '../calendar.ts';
import type { PresentedBy } from '../identity/guardian.ts';
import type { Person } from '../identity/person.ts';
import type { AskOutcome } from '../registry/answer.ts';
import { assess, type Assessment, type Occasion, pending } from './assess.ts';

/** One question of one facility about one person on one day, and what its answer rests on. */
export interface Lookup {
  readonly id: string;
  readonly facility: string;
  readonly person: Person;
  /** Null where the patients present themselves. */
  readonly presentedBy: PresentedBy | null;
  readonly visit: Visit;
  readonly requestedAt: Date;
  /** Null while the registry is being asked. */
  readonly basis: Basis | null;
}

export interface Visit {
  readonly id: string | null;
  readonly date: PlainDate;
  /** Treated right after birth; not there: no. */
  readonly newborn?: boolean | undefined;
}

export interface Basis {
  readonly outcome: AskOutcome;
  /** `cache`: an answer this facility already had, still fresh. */
  readonly source: 'registry' | 'cache';
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
