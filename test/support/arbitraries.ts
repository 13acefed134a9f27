import * as fc from 'fast-check';

import type { CardPeriod } from '../../functions/core/card/timeline.ts';
import { period } from './samples.ts';

/** A calendar date, leap days included. */
export const plainDate = (from = '1900-01-01', to = '2026-11-21'): fc.Arbitrary<string> =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

const letters = Array.from('aàáảãạăằâầbcdđeéêếghiịklmnoóôồơờpqrstuúưừvxyýÐĐ'.normalize('NFC'));
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 7 });

/** A name as people have them: words of Vietnamese letters, one blank between. */
export const vietnameseName: fc.Arbitrary<string> = fc
  .array(word, { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));

/** Twelve digits of somebody born in the 1900s or 2000s. */
export const personalNumber: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('001', '031', '079', '999'),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 99 }),
    fc.integer({ min: 1, max: 99 }),
  )
  .map(
    ([place, century, year, serial]) =>
      `${place}${century}${String(year).padStart(2, '0')}${String(serial).padStart(6, '0')}`,
  );

const days = plainDate('2026-01-01', '2026-12-31');
const orNull = (date: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.option(date, { freq: 5 });

/** Any period of any group, its ends sometimes unknown, sometimes the wrong way round. */
export const cardPeriod: fc.Arbitrary<CardPeriod> = fc
  .record({
    prefix: fc.constantFrom('DN4', 'GD4', 'HT3', 'CN2', 'HN2', 'TE1', 'QN5'),
    serial: fc.integer({ min: 10, max: 19 }),
    validFrom: orNull(days),
    validTo: orNull(days),
    area: fc.constantFrom(null, 'K1'),
  })
  .map(({ prefix, serial, ...details }) => period({ number: `${prefix}9999000000${serial}`, ...details }));

export const visitDate = days;
