import { card, outcome } from './parts.ts';
import type { SyntheticPerson } from './person.ts';

/** No place of registration has the number 999: nobody can be called this. */
const place = '999';

/** Most have a card; one in five had one. */
const standings = [
  { details: {}, expected: outcome.valid },
  { details: {}, expected: outcome.valid },
  { details: {}, expected: outcome.valid },
  { details: {}, expected: outcome.valid },
  { details: { validFrom: { days: -400 }, validTo: { days: -35 } }, expected: outcome.expired },
] as const;

/** As many invented people as it takes, all alike but for their numbers and whether their card is still good. */
export const crowd = (size: number): readonly SyntheticPerson[] =>
  Array.from({ length: size }, (_, index) => {
    const serial = String(index).padStart(6, '0');
    const socialNumber = `9800${serial}`;
    const { details, expected } = standings[index % standings.length] ?? standings[0];
    return {
      id: `crowd-${serial}`,
      note: { vi: 'Một người trong đám đông', en: 'One of the crowd' },
      fullName: 'Phan Thị Đông',
      dateOfBirth: '1990-02-17',
      sex: 'female',
      personalId: `${place}190${serial}`,
      socialNumber,
      address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
      cards: [card('GD499', socialNumber, details)],
      expected,
    };
  });
