import { type CardNumber, parseCardNumber } from '../card/card-number.ts';
import { type BirthDate, earliestDay, parseIsoDate, type PlainDate } from '../calendar.ts';
import { failed, ok, type Result } from '../result.ts';
import { stripSeparators } from '../text.ts';
import type { ChipHolder } from './chip.ts';
import type { IdentityFaultCode, IdentityWarning } from './codes.ts';
import type { InsuranceQr } from './insurance-qr.ts';
import { foldName, isPlausibleName, tidyName } from './names.ts';
import {
  contradictions,
  parsePersonalNumber,
  parseTypedPersonalNumber,
  type Sex,
} from './personal-number.ts';
import { readQr, readScan, type Scan } from './scan.ts';

export type { IdentityFaultCode, IdentityWarning } from './codes.ts';

/** How well it is proven that the patient is here, strongest first. */
export const presenceLevels = ['chip-verified', 'vneid-verified', 'qr', 'typed'] as const;
export type Presence = (typeof presenceLevels)[number];

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

type StatedBeside = Pick<Person, keyof StatedPerson>;

/** A chip read without its signed data: asserted by the reader, so worth no more than the printed QR. */
export const personFromChip = (chip: StatedPerson, today: PlainDate): Read<Person> =>
  personFromStated(chip, 'qr', today);

/**
 * The holder of a chip whose data the issuing state has signed. Fails with the fields in which the reader stated
 * somebody else; a birth date may be less precise than the other.
 */
export function personFromProvenChip(
  holder: ChipHolder,
  stated: StatedBeside,
  today: PlainDate,
): Result<Person, readonly (keyof StatedPerson)[]> {
  const isSameBirth =
    holder.dateOfBirth.startsWith(stated.dateOfBirth) || stated.dateOfBirth.startsWith(holder.dateOfBirth);
  const contradicted = [
    ...(stated.personalId === holder.personalId ? [] : ['personalId' as const]),
    ...(foldName(stated.fullName) === foldName(holder.fullName) ? [] : ['fullName' as const]),
    ...(isSameBirth ? [] : ['dateOfBirth' as const]),
  ];
  if (contradicted.length > 0) return failed(contradicted);
  return ok(identified({ ...holder, presence: 'chip-verified', warnings: [] }, today));
}

/** Claims of a token whose signature and issuer were already verified. */
export const personFromVneid = (claims: StatedPerson, today: PlainDate): Read<Person> =>
  personFromStated(claims, 'vneid-verified', today);

/** `presence` is `qr` for every code: none is signed, so each is a typing aid and no proof (identity §2.1, §5.1). */
export const personFromCitizenQr = (payload: string, today: PlainDate): Read<Person> =>
  personFromQrOf('citizen-qr', payload, today);

export const personFromCardQr = (payload: string, today: PlainDate): Read<Person> =>
  personFromQrOf('card-qr', payload, today);

/** Any scan: either QR, machine-readable lines, a bare number. The last two are told apart only to be refused well. */
export const personFromScan = (payload: string, today: PlainDate): Read<Person> =>
  scannedPerson(readScan(payload), today);

function personFromQrOf(kind: Scan['kind'], payload: string, today: PlainDate): Read<Person> {
  const qr = readQr(payload);
  return scannedPerson(qr.ok && qr.value.kind !== kind ? failed('QR_OTHER_KIND') : qr, today);
}

function scannedPerson(scan: Result<Scan, IdentityFaultCode>, today: PlainDate): Read<Person> {
  if (!scan.ok) return failed([{ field: 'payload', code: scan.error }]);
  if (isFuture(scan.value.card.dateOfBirth, today)) return failed([{ field: 'payload', code: 'DOB_FUTURE' }]);
  if (scan.value.kind === 'card-qr') return ok(insured(scan.value.card, today));
  return ok(identified({ ...scan.value.card, presence: 'qr' }, today));
}

function insured({ number: card, ...holder }: InsuranceQr, today: PlainDate): Person {
  const { form, number } = card;
  if (form === 'personal') return identified({ ...holder, personalId: number, presence: 'qr' }, today);
  const warnings = [...holder.warnings, ...partialDate(holder.dateOfBirth)];
  return { ...holder, number, personalId: null, presence: 'qr', warnings };
}

export function personFromCard(
  card: { readonly cardNumber: string; readonly fullName: string; readonly dateOfBirth: string },
  today: PlainDate,
): Read<Person> {
  const number = parseTypedCard(card.cardNumber, today);
  const stated = readStated(card, today);
  const faults = [
    ...(number.ok ? [] : [{ field: 'cardNumber', code: number.error } as const]),
    ...(stated.ok ? [] : stated.error),
  ];
  if (!number.ok || !stated.ok) return failed(faults);
  const typed = { ...stated.value, sex: null, presence: 'typed', warnings: number.value.warnings } as const;
  if (number.value.form === 'personal') {
    return ok(identified({ ...typed, personalId: number.value.number }, today));
  }
  const warnings = [...typed.warnings, ...partialDate(typed.dateOfBirth)];
  return ok({ ...typed, number: number.value.number, personalId: null, warnings });
}

function parseTypedCard(typed: string, today: PlainDate): Result<CardNumber, IdentityFaultCode> {
  const card = parseCardNumber(typed);
  if (!card.ok || card.value.form !== 'personal') return card;
  const number = parseTypedPersonalNumber(card.value.number, yearOf(today));
  return number.ok ? card : number;
}

function personFromStated(person: StatedPerson, presence: Presence, today: PlainDate): Read<Person> {
  const number = parsePersonalNumber(stripSeparators(person.personalId));
  const stated = readStated(person, today);
  const faults = [
    ...(number.ok ? [] : [{ field: 'personalId', code: number.error } as const]),
    ...(stated.ok ? [] : stated.error),
  ];
  if (!number.ok || !stated.ok) return failed(faults);
  return ok(
    identified(
      { personalId: number.value.digits, ...stated.value, sex: null, presence, warnings: [] },
      today,
    ),
  );
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
  known: Omit<Person, 'number' | 'personalId'> & { readonly personalId: string },
  today: PlainDate,
): Person {
  const number = parsePersonalNumber(known.personalId);
  const contradicted = number.ok ? contradictions(number.value, known, yearOf(today)) : [];
  return {
    ...known,
    number: known.personalId,
    sex: known.sex ?? (number.ok ? number.value.sex : null),
    warnings: [...known.warnings, ...contradicted, ...partialDate(known.dateOfBirth)],
  };
}

const yearOf = (date: PlainDate): number => Number(date.slice(0, 4));

const partialDate = (dateOfBirth: BirthDate): 'DOB_PARTIAL'[] =>
  dateOfBirth.length < 10 ? ['DOB_PARTIAL'] : [];

const isFuture = (dateOfBirth: BirthDate, today: PlainDate): boolean => earliestDay(dateOfBirth) > today;
