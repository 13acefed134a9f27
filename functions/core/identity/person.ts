import type { CardNumberFault, CardNumberWarning } from '../card/card-number.ts';
import { parseCardNumber } from '../card/card-number.ts';
import { type BirthDate, earliestDay, parseIsoDate, type PlainDate } from '../calendar.ts';
import { failed, ok, type Result } from '../result.ts';
import { stripSeparators } from '../text.ts';
import { type CitizenQrFault, parseCitizenQr } from './citizen-qr.ts';
import { isPlausibleName, tidyName } from './names.ts';
import {
  contradictions,
  parsePersonalNumber,
  type PersonalNumberFault,
  type PersonalNumberWarning,
  type Sex,
} from './personal-number.ts';

/** How well it is proven that the patient is here, strongest first. */
export const presenceLevels = ['chip-verified', 'vneid-verified', 'qr', 'typed'] as const;
export type Presence = (typeof presenceLevels)[number];

/** Things noticed that do not stop the lookup. A closed list; codes may be added. */
export type IdentityWarning = PersonalNumberWarning | CardNumberWarning | 'DOB_PARTIAL';

/** Who the scanner, the chip or the token says this is: what the registry is asked about. */
export interface Person {
  /** Personal number (12), social-insurance number (10) or card code (15): the registry takes each (protocol §2.1). */
  readonly number: string;
  readonly personalId: string | null;
  readonly fullName: string;
  readonly dateOfBirth: BirthDate;
  readonly sex: Sex | null;
  readonly presence: Presence;
  readonly warnings: readonly IdentityWarning[];
}

export type IdentityFaultCode =
  | PersonalNumberFault
  | CardNumberFault
  | CitizenQrFault
  | 'PID_FUTURE_YEAR'
  | 'NAME_INVALID'
  | 'DOB_INVALID'
  | 'DOB_FUTURE';

/** Why a subject cannot be read. `field` is the subject's own field; no value of the person is repeated. */
export interface IdentityFault {
  readonly field: 'personalId' | 'cardNumber' | 'fullName' | 'dateOfBirth' | 'payload' | 'token';
  readonly code: IdentityFaultCode;
}

type Read<T> = Result<T, readonly IdentityFault[]>;

interface StatedPerson {
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
}

/** A chip read without its signed data: asserted by the reader, so worth no more than the printed QR. */
export const personFromChip = (chip: StatedPerson, today: PlainDate): Read<Person> =>
  personFromStated(chip, 'qr', today);

/** Claims of a token whose signature and issuer were already verified. */
export const personFromVneid = (claims: StatedPerson, today: PlainDate): Read<Person> =>
  personFromStated(claims, 'vneid-verified', today);

export function personFromCitizenQr(payload: string, today: PlainDate): Read<Person> {
  const qr = parseCitizenQr(payload);
  if (!qr.ok) return failed([{ field: 'payload', code: qr.error }]);
  const { personalId, fullName, dateOfBirth, sex } = qr.value;
  if (isFuture(dateOfBirth, today)) return failed([{ field: 'payload', code: 'DOB_FUTURE' }]);
  return ok(identified({ personalId, fullName, dateOfBirth, sex, presence: 'qr' }, today));
}

export function personFromCard(
  card: { readonly cardNumber: string; readonly fullName: string; readonly dateOfBirth: string },
  today: PlainDate,
): Read<Person> {
  const number = parseCardNumber(card.cardNumber);
  const stated = readStated(card, today);
  const faults = [
    ...(number.ok ? [] : [{ field: 'cardNumber', code: number.error } as const]),
    ...(stated.ok ? [] : stated.error),
  ];
  if (!number.ok || !stated.ok) return failed(faults);
  if (number.value.form !== 'personal') {
    const warnings = [...number.value.warnings, ...partialDate(stated.value.dateOfBirth)];
    return ok({
      number: number.value.number,
      personalId: null,
      ...stated.value,
      sex: null,
      presence: 'typed',
      warnings,
    });
  }
  const person = identified(
    { personalId: number.value.number, ...stated.value, sex: null, presence: 'typed' },
    today,
  );
  // Typed by hand, a birth year to come is a slip of the finger; scanned, the law may allow it (identity §1.4).
  if (person.warnings.includes('PID_FUTURE_YEAR')) {
    return failed([{ field: 'cardNumber', code: 'PID_FUTURE_YEAR' }]);
  }
  return ok(person);
}

function personFromStated(person: StatedPerson, presence: Presence, today: PlainDate): Read<Person> {
  const number = parsePersonalNumber(stripSeparators(person.personalId));
  const stated = readStated(person, today);
  const faults = [
    ...(number.ok ? [] : [{ field: 'personalId', code: number.error } as const]),
    ...(stated.ok ? [] : stated.error),
  ];
  if (!number.ok || !stated.ok) return failed(faults);
  return ok(identified({ personalId: number.value.digits, ...stated.value, sex: null, presence }, today));
}

function readStated(
  person: { readonly fullName: string; readonly dateOfBirth: string },
  today: PlainDate,
): Read<{ fullName: string; dateOfBirth: BirthDate }> {
  const faults: IdentityFault[] = [];
  if (!isPlausibleName(person.fullName)) faults.push({ field: 'fullName', code: 'NAME_INVALID' });
  const dateOfBirth = parseIsoDate(person.dateOfBirth);
  if (dateOfBirth === null) faults.push({ field: 'dateOfBirth', code: 'DOB_INVALID' });
  else if (isFuture(dateOfBirth, today)) faults.push({ field: 'dateOfBirth', code: 'DOB_FUTURE' });
  if (dateOfBirth === null || faults.length > 0) return failed(faults);
  return ok({ fullName: tidyName(person.fullName), dateOfBirth });
}

function identified(
  known: Omit<Person, 'number' | 'warnings' | 'personalId'> & { readonly personalId: string },
  today: PlainDate,
): Person {
  const number = parsePersonalNumber(known.personalId);
  const warnings: IdentityWarning[] = number.ok
    ? contradictions(number.value, known, Number(today.slice(0, 4)))
    : [];
  return {
    ...known,
    number: known.personalId,
    sex: known.sex ?? (number.ok ? number.value.sex : null),
    warnings: [...warnings, ...partialDate(known.dateOfBirth)],
  };
}

const partialDate = (dateOfBirth: BirthDate): 'DOB_PARTIAL'[] =>
  dateOfBirth.length < 10 ? ['DOB_PARTIAL'] : [];

const isFuture = (dateOfBirth: BirthDate, today: PlainDate): boolean => earliestDay(dateOfBirth) > today;
