import { expect } from 'vitest';

import { foldName } from '../../../../functions/core/identity/names.ts';
import { type Person, personFromScan } from '../../../../functions/core/identity/person.ts';
import type { Holder, Payload } from './payloads.ts';

export const scan = (payload: string): Person | string => {
  const person = personFromScan(payload, '2026-11-21');
  return person.ok ? person.value : person.error.map(({ code }) => code).join();
};

export const textOf = ({ parts }: Payload): string => parts.join('|');

/** The registry compares names by their letters, not by their case. */
export const identityOf = ({ number, fullName, dateOfBirth, sex }: Holder | Person): unknown => ({
  number,
  fullName: foldName(fullName),
  dateOfBirth,
  sex,
});

/** A damaged scan is refused or still the same person: it must never become somebody else. */
export function expectSameOrRefused(payload: string, holder: Holder): void {
  const read = scan(payload);
  expect(identityOf(typeof read === 'string' ? holder : read)).toStrictEqual(identityOf(holder));
}

/** Read as the same person, and said to be repaired where a repair is named. */
export function expectSame(payload: string, holder: Holder, repair: string | null): void {
  const read = scan(payload);
  expect(typeof read === 'string' ? read : identityOf(read)).toStrictEqual(identityOf(holder));
  if (repair !== null) expect(read).toHaveProperty('warnings', expect.arrayContaining([repair]));
}
