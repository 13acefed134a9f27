import type { PlainDate } from '../calendar.ts';
import type { Result } from '../result.ts';
import {
  type IdentityFault,
  type Person,
  personFromCard,
  personFromCardQr,
  personFromChip,
  personFromCitizenQr,
  personFromScan,
} from './person.ts';

/** Whom somebody says the patient is, as far as nothing else than what is stated is needed to tell. */
export type StatedSubject =
  | {
      readonly kind: 'chip';
      readonly personalId: string;
      readonly fullName: string;
      readonly dateOfBirth: string;
    }
  | {
      readonly kind: 'card';
      readonly cardNumber: string;
      readonly fullName: string;
      readonly dateOfBirth: string;
    }
  | { readonly kind: 'citizen-qr' | 'card-qr' | 'scan'; readonly payload: string };

/** A chip read as its reader asserts it: to prove it takes more than this. */
export function personFromSubject(
  subject: StatedSubject,
  today: PlainDate,
): Result<Person, readonly IdentityFault[]> {
  switch (subject.kind) {
    case 'chip':
      return personFromChip(subject, today);
    case 'card':
      return personFromCard(subject, today);
    case 'citizen-qr':
      return personFromCitizenQr(subject.payload, today);
    case 'card-qr':
      return personFromCardQr(subject.payload, today);
    case 'scan':
      return personFromScan(subject.payload, today);
  }
}
