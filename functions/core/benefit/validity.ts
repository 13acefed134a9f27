import { addDays, addYears, ageOn, type BirthDate, latestDay, type PlainDate } from '../calendar.ts';
import { afterCardEnds, childCard } from './law/validity.ts';
import type { BenefitCard, Case } from './visit.ts';

/** First and last day, both included; null: open. */
export interface Validity {
  readonly from: PlainDate | null;
  readonly to: PlainDate | null;
}

/**
 * As printed; a child's card that says no end has the one of the law. Of somebody long past that age the group is what is
 * wrong, and the digit decides as it stands (benefit rules §2.1).
 */
export const validityOf = (card: BenefitCard, { dateOfBirth, visit }: Case): Validity => ({
  from: card.validFrom,
  to:
    card.validTo ??
    (card.group === childCard.group && isAboutThatAge(dateOfBirth, visit.date)
      ? endOfChildCard(dateOfBirth)
      : null),
});

const isAboutThatAge = (dateOfBirth: BirthDate | null, on: PlainDate): boolean =>
  dateOfBirth !== null && ageOn(on, latestDay(dateOfBirth)) <= childCard.years;

/**
 * 72 months, or 30 September of that year if that is later, as school has not begun (Luật BHYT Đ16 k3 d). Of a partial birth
 * date, the end of the year: no child is called too old who may not be.
 */
function endOfChildCard(dateOfBirth: BirthDate | null): PlainDate | null {
  if (dateOfBirth === null) return null;
  const isWhole = dateOfBirth.length === 10;
  const birthday = addYears(isWhole ? dateOfBirth : `${dateOfBirth.slice(0, 4)}-12-31`, childCard.years);
  const schoolBegins = birthday.slice(0, 4) + childCard.notBefore;
  return birthday > schoolBegins ? birthday : schoolBegins;
}

export const covers = ({ from, to }: Validity, day: PlainDate): boolean =>
  (from === null || from <= day) && (to === null || day <= to);

/** The last day paid for somebody whose card ended during treatment. */
export const paidUntil = (end: PlainDate): PlainDate => addDays(end, afterCardEnds.days);
