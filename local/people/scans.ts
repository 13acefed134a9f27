import { checkDigit } from '../../functions/core/identity/mrz.ts';
import type { SyntheticPerson } from './person.ts';

const sexOnCard = { male: 'Nam', female: 'Nữ' } as const;

/** After every birth and before any plausible today. */
const issuedOn = '15012026';

/** What the scanner types off a citizen card: seven parts; a birth date may be MMyyyy or yyyy. */
export function citizenQr(person: SyntheticPerson): string {
  const birth = person.dateOfBirth.split('-').reverse().join('');
  return [
    person.personalId,
    person.formerNumber ?? '',
    person.fullName,
    birth,
    sexOnCard[person.sex],
    person.address,
    issuedOn,
  ].join('|');
}

const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

const sexDigit = { male: '1', female: '2' } as const;
const regionDigit = { '': '4', K1: '5', K2: '6', K3: '7' } as const;

/**
 * What the scanner types off a paper insurance card: fifteen parts, name and address in hex, `$` behind. The period is
 * as of printing and says nothing about today; the check string's algorithm is not public, so it is made up.
 */
export function cardQr(person: SyntheticPerson): string {
  const card = person.cards.at(-1);
  const facility = card?.registeredFacility.code ?? '99001';
  return [
    card?.number ?? person.socialNumber,
    hex(person.fullName),
    person.dateOfBirth.split('-').reverse().join('/'),
    sexDigit[person.sex],
    hex(person.address),
    `${facility.slice(0, 2)} - ${facility.slice(2)}`,
    '01/01/2026',
    '31/12/2026',
    '20/12/2025',
    `9900${person.socialNumber}`,
    '-',
    regionDigit[card?.area ?? ''],
    '01/07/2027',
    '0123456789abcdef-0101',
    '$',
  ].join('|');
}

/** Diacritics removed, Đ as D, everything else that is no letter as `<`. */
const latin = (word: string): string =>
  word
    .toUpperCase()
    .replaceAll('Đ', 'D')
    .normalize('NFD')
    .replace(/\p{M}|['’]/gu, '')
    .replace(/[^A-Z]/g, '<');

const withCheck = (text: string): string => text + checkDigit(text);

/** The three machine-readable lines on the back of a citizen card; unknown parts of the birth date as `<<`. */
export function mrz(person: SyntheticPerson): string {
  const { personalId, dateOfBirth, fullName } = person;
  const number = withCheck(personalId.slice(3)) + withCheck(`${personalId}<<`);
  const birth = withCheck(dateOfBirth.slice(2).replaceAll('-', '').padEnd(6, '<'));
  const expiry = withCheck('351231');
  const filler = '<'.repeat(11);
  const composite = checkDigit(number + birth + expiry + filler);
  const sex = person.sex === 'male' ? 'M' : 'F';
  const [surname = '', ...given] = fullName.split(' ').map(latin);
  const name = `${surname}<<${given.join('<')}`.slice(0, 30).padEnd(30, '<');
  return [`IDVNM${number}`, `${birth}${sex}${expiry}VNM${filler}${composite}`, name].join('\n');
}

export interface ChipSubject {
  readonly kind: 'chip';
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
}

export function chipSubject(person: SyntheticPerson): ChipSubject {
  const { personalId, fullName, dateOfBirth } = person;
  return { kind: 'chip', personalId, fullName, dateOfBirth };
}

export interface CardSubject {
  readonly kind: 'card';
  readonly cardNumber: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
}

/** The newest card's number; the social-insurance number for a person who has no card. */
export function cardSubject(person: SyntheticPerson): CardSubject {
  const { fullName, dateOfBirth } = person;
  return {
    kind: 'card',
    cardNumber: person.cards.at(-1)?.number ?? person.socialNumber,
    fullName,
    dateOfBirth,
  };
}

export interface VneidClaims {
  readonly citizenPid: string;
  readonly fullName: string;
  readonly birthDate: string;
}

/** The three claims of a VNeID level-2 sign-in that identify the person. */
export function vneidClaims(person: SyntheticPerson): VneidClaims {
  return { citizenPid: person.personalId, fullName: person.fullName, birthDate: person.dateOfBirth };
}
