import type { BirthDate, PlainDate } from '../calendar.ts';
import { parseCardNumber } from '../card/card-number.ts';
import { failed, ok, type Result } from '../result.ts';
import { foldName } from './names.ts';
import { type IdentityFault, type Person, personFromCard, personFromVneid } from './person.ts';

/** Somebody whom the guardian's own token names as in his or her care (NĐ 69/2024: a child's account is the guardian's). */
export interface Dependant {
  readonly personalId: string | null;
  readonly fullName: string;
  readonly dateOfBirth: BirthDate;
}

/** The child as the desk states it. */
export interface StatedChild {
  readonly personalId?: string | undefined;
  readonly cardNumber?: string | undefined;
  readonly fullName: string;
  readonly dateOfBirth: string;
}

/** Who presented the patient, where it was somebody else. */
export interface PresentedBy {
  readonly personalId: string;
  readonly relation: 'guardian';
}

export type GuardianFault = 'VNEID_NOT_GUARDIAN' | 'CHILD_NUMBER_MISSING' | readonly IdentityFault[];

/**
 * The child as the patient. Only exactly one dependant of the token can be meant, and who it is the token says: a
 * personal number that is stated must be the one in the token, or else a typed number would count as proven.
 */
export function childOf(
  dependants: readonly Dependant[],
  stated: StatedChild,
  today: PlainDate,
): Result<Person, GuardianFault> {
  const card = stated.cardNumber === undefined ? null : parseCardNumber(stated.cardNumber);
  const isPersonal = card?.ok === true && card.value.form === 'personal';
  const numbers = [stated.personalId?.trim(), isPersonal ? card.value.number : undefined];
  const [child, another] = dependants.filter((candidate) => isMeant(candidate, stated, numbers));
  if (child === undefined || another !== undefined) return failed('VNEID_NOT_GUARDIAN');
  const { personalId, fullName, dateOfBirth } = child;
  if (stated.cardNumber !== undefined && !isPersonal) {
    const read = personFromCard({ cardNumber: stated.cardNumber, fullName, dateOfBirth }, today);
    return read.ok ? ok({ ...read.value, personalId, presence: 'vneid-verified' }) : read;
  }
  if (personalId === null) return failed('CHILD_NUMBER_MISSING');
  return personFromVneid({ personalId, fullName, dateOfBirth }, today);
}

const isMeant = (
  candidate: Dependant,
  stated: StatedChild,
  numbers: readonly (string | undefined)[],
): boolean =>
  foldName(candidate.fullName) === foldName(stated.fullName) &&
  candidate.dateOfBirth === stated.dateOfBirth &&
  numbers.every((number) => number === undefined || number === candidate.personalId);
