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
