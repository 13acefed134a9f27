import type { InquirySubject } from '../../core/eligibility/ports.ts';
import { foldName } from '../../core/identity/names.ts';
import { keyedHash, type Keyring } from '../keys/keyring.ts';

/**
 * Stands for a person in keys of items. Name and birth date are part of it, so that an answer obtained with the
 * right ones is never shown to somebody who has only the number.
 */
export const personHash = (keyring: Keyring, { facility, person }: InquirySubject): Promise<string> =>
  keyedHash(keyring, [facility, person.number, foldName(person.fullName), person.dateOfBirth]);
