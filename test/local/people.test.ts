import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { people, personById } from '../../local/people/people.ts';
import type { SyntheticPerson } from '../../local/people/people.ts';
import { cardSubject, chipSubject, citizenQr, vneidClaims } from '../../local/people/scans.ts';
import { wireDate } from '../../local/registry-simulator/answer.ts';
import { lookUpCopay } from '../../local/registry-simulator/copay.ts';
import { indexPeople, lookUp } from '../../local/registry-simulator/lookup.ts';

const today = '2026-11-21';
const operator = { fullName: 'Tạ Văn Quầy', personalId: '000200000025' };
const account = { username: '99001_BV', password: 'x', operators: [operator] };
const index = indexPeople(people);

const numbersOf = (person: SyntheticPerson): string[] => [
  person.personalId,
  person.socialNumber,
  ...new Set(person.cards.map((card) => card.number)),
];

function ask(person: SyntheticPerson, number: string, on: string): ReturnType<typeof lookUp> {
  const fields = new Map([
    ['mathe', number],
    ['hoten', person.fullName],
    ['ngaysinh', wireDate(person.dateOfBirth)],
    ['hotencb', operator.fullName],
    ['cccdcb', operator.personalId],
  ]);
  return lookUp(fields, account, index, on);
}

/** The product's rule of verdicts, written a second time and from the wire only, to hold the table to its word. */
const undetermined: Record<string, string> = {
  '054': 'operator-not-registered',
  '055': 'operator-not-registered',
  '060': 'identity-mismatch',
  '061': 'identity-mismatch',
  '070': 'identity-mismatch',
  '100': 'registry-fault',
  '101': 'registry-fault',
  '205': 'registry-fault',
  '500': 'registry-fault',
  '999': 'registry-fault',
  '130': 'child-without-card',
  '401': 'facility-credentials-rejected',
  '403': 'facility-credentials-rejected',
  '501': 'facility-credentials-rejected',
};
const refused: Record<string, string> = {
  '010': 'card-expired',
  '050': 'card-not-found',
  '051': 'card-number-wrong',
  '052': 'card-number-wrong',
  '053': 'card-number-wrong',
  '110': 'card-withdrawn',
  ...Object.fromEntries(['120', '121', '122', '123', '124'].map((code) => [code, 'card-reported-reduced'])),
};
const accepted: Record<string, string> = {
  '000': 'card-valid',
  '001': 'card-valid-inspect-paper',
  '002': 'card-valid-inspect-paper',
  '003': 'card-replaced',
  '004': 'card-replaced',
};
const periods = z.object({
  maKetQua: z.union([z.string(), z.number()]).transform((code) => String(code).trim().padStart(3, '0')),
  maThe: z.string().nullable(),
  gtTheTu: z.string().nullable(),
  gtTheDen: z.string().nullable(),
  maTheMoi: z.string().nullish(),
  gtTheTuMoi: z.string().nullish(),
  gtTheDenMoi: z.string().nullish(),
});

const iso = (date: string | null | undefined): string => (date ?? '').split('/').reverse().join('-');
const isIn = (on: string, from: string, to: string): boolean => from <= on && (to === '' || on <= to);
const rank = (number: string): number => '43215'.indexOf(number.trim().charAt(2));

function judge(raw: unknown, on: string): { verdict: string; reason: string } {
  const answer = periods.parse(raw);
  const { maKetQua: code } = answer;
  if (code in refused) return { verdict: 'not-eligible', reason: refused[code] ?? '' };
  const reason = accepted[code];
  if (reason === undefined) {
    return { verdict: 'undetermined', reason: undetermined[code] ?? 'registry-unknown-code' };
  }
  const [from, to] = [iso(answer.gtTheTu), iso(answer.gtTheDen)];
  const [newFrom, newTo] = [iso(answer.gtTheTuMoi), iso(answer.gtTheDenMoi)];
  const newerCovers = isIn(on, newFrom, newTo);
  if (code === '003') {
    return newerCovers
      ? { verdict: 'eligible', reason }
      : { verdict: 'not-eligible', reason: 'card-not-yet-valid' };
  }
  if (!isIn(on, from, to)) {
    return { verdict: 'not-eligible', reason: from > on ? 'card-not-yet-valid' : 'card-expired' };
  }
  const newerApplies = newerCovers && rank(answer.maTheMoi ?? '') >= rank(answer.maThe ?? '');
  return { verdict: 'eligible', reason: code === '004' && !newerApplies ? 'card-valid' : reason };
}

describe('the table of people', () => {
  it('has enough of them, and no two share an id or a number', () => {
    expect(people.length).toBeGreaterThanOrEqual(44);
    const ids = people.map((person) => person.id);
    const numbers = people.flatMap(numbersOf);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each(people)('$id is well formed', (person) => {
    expect(person.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(person.fullName).toBe(person.fullName.normalize('NFC').trim());
    expect(person.dateOfBirth).toMatch(/^\d{4}(-\d{2}){0,2}$/);
    expect(person.personalId).toMatch(/^0\d{2}[0-3]\d{2}0000\d{2}$/);
    expect(person.socialNumber).toMatch(/^99\d{8}$/);
    for (const card of person.cards) {
      expect(card.number).toMatch(/^[A-Z]{2}[1-5]9[789]\d{10}$/);
      expect(card.number.slice(5)).toBe(person.socialNumber);
      expect(card.registeredFacility.code).toMatch(/^99[0-9A-Z]{3}$/);
    }
  });

  it.each(people)(
    '$id has a personal number that fits birth year and sex, unless lawfully kept',
    (person) => {
      const digit = Number(person.personalId[3]);
      const year = 1900 + 100 * Math.floor(digit / 2) + Number(person.personalId.slice(4, 6));
      const fits =
        year === Number(person.dateOfBirth.slice(0, 4)) && (digit % 2 === 0) === (person.sex === 'male');
      expect(fits).toBe(person.keptOldNumber !== true);
    },
  );

  it('uses every Vietnamese letter with every mark', () => {
    const letters = 'àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ'.normalize('NFC');
    const written = people.map((person) => person.fullName.toLowerCase()).join('');
    expect(Array.from(letters).filter((letter) => !written.includes(letter))).toStrictEqual([]);
  });

  it('covers long names, partial birth dates, benefit digits and areas', () => {
    const cards = people.flatMap((person) => person.cards);
    expect(people.filter((person) => person.fullName.length >= 60).length).toBeGreaterThanOrEqual(2);
    expect(new Set(people.map((person) => person.dateOfBirth.length))).toStrictEqual(new Set([10, 7, 4]));
    expect([...new Set(cards.map((card) => card.number.charAt(2)))].sort().join('')).toBe('12345');
    expect([...new Set(cards.map((card) => card.area))].sort().join()).toBe(',K1,K2,K3');
  });

  it('reaches every result code, published or not', () => {
    const codes = new Set(people.map((person) => ask(person, person.personalId, today).code));
    const published =
      '000 001 002 003 004 010 050 051 052 053 054 055 060 061 070 100 101 110 120 121 122 123 124 130 205 401';
    for (const code of `${published} 403 500 501 777 999`.split(' ')) expect(codes).toContain(code);
  });
});

describe('what the registry answers about each of them', () => {
  it.each(people)('$id: the same answer under every number, and the expected verdict', (person) => {
    const answers = numbersOf(person).map((number) => ask(person, number, today));
    for (const { answer, code } of answers) {
      expect(code).toBe(answers[0]?.code);
      expect(judge(answer, today)).toStrictEqual(person.expected);
    }
  });

  it('keeps the expected verdicts true on any day the fixed dates allow', () => {
    const days = fc.date({ min: new Date('2025-01-01'), max: new Date('2034-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...people), days, (person, day) => {
        const on = day.toISOString().slice(0, 10);
        expect(judge(ask(person, person.personalId, on).answer, on)).toStrictEqual(person.expected);
      }),
      { numRuns: 500 },
    );
  });
});

/** What the person has paid in the year of this day, added up from the wire. */
function paidInYear(person: SyntheticPerson, on: string, until = '9999-12-31'): number {
  const fields = new Map([
    ['username', account.username],
    ['mathe', person.personalId],
    ['hoten', person.fullName],
    ['ngaysinh', wireDate(person.dateOfBirth)],
  ]);
  const { answer } = lookUpCopay(fields, account, index, on);
  const { DataCCT } = copayRows.parse(answer);
  const rows = DataCCT?.filter(({ ngayRa }) => iso(ngayRa).startsWith(on.slice(0, 4)) && iso(ngayRa) < until);
  return (rows ?? []).reduce((sum, { tBNCCTMCCT }) => sum + tBNCCTMCCT, 0);
}
const copayRows = z.object({
  DataCCT: z.array(z.object({ ngayRa: z.string(), tBNCCTMCCT: z.number() })).nullable(),
});

describe('what they have paid themselves', () => {
  /** Six months of base salary in 2026, and the least that the mid-2026 formula can make of it. */
  const [threshold, leastThreshold] = [15_180_000, 14_040_000];
  const fiveYears = (person: SyntheticPerson, on: string): boolean =>
    iso(z.string().parse(ask(person, person.personalId, on).answer['ngayDu5Nam'])) <= on;

  it('stays below or beyond the threshold of a year on any day of any year', () => {
    const days = fc.date({ min: new Date('2025-01-01'), max: new Date('2034-12-31'), noInvalidDate: true });
    const [below, beyond] = [personById('birth-year-only'), personById('near-poor')];
    const tooSoon = personById('household-member-k2');
    fc.assert(
      fc.property(days, (day) => {
        const on = day.toISOString().slice(0, 10);
        expect(paidInYear(below, on)).toBe(1_250_000);
        expect(below.copay?.every(({ amount }) => amount < leastThreshold)).toBe(true);
        expect(paidInYear(beyond, on)).toBeGreaterThan(threshold);
        expect(fiveYears(beyond, on)).toBe(true);
        expect(paidInYear(tooSoon, on)).toBeGreaterThan(threshold);
        expect(fiveYears(tooSoon, on)).toBe(false);
      }),
    );
  });

  it('includes the year 2026 of somebody who paid before and after July, by the date', () => {
    const person = personById('valid-pensioner');
    expect(paidInYear(person, '2025-12-31')).toBe(15_900_000);
    expect(paidInYear(person, today, '2026-07-01')).toBe(7_020_000);
    // One đồng beyond (6 − 7,020,000 ÷ 2,340,000) × 2,530,000 + 7,020,000, and beneath the plain threshold.
    expect(paidInYear(person, today)).toBe(14_610_001);
    expect(fiveYears(person, today)).toBe(true);
    expect(paidInYear(person, '2027-01-01')).toBe(0);
  });
});

describe('what a desk scans off them', () => {
  it('writes the citizen QR in seven parts, birth date as precise as known', () => {
    expect(citizenQr(personById('valid-employee'))).toBe(
      '001190000017||Đỗ Thị Mẫu|17021990|Nữ|Xã Ví Dụ, Tỉnh Thử Nghiệm|15012026',
    );
    expect(citizenQr(personById('birth-year-only'))).toContain('||Hà Văn Thử|1958|Nam|');
    expect(citizenQr(personById('birth-month-only'))).toContain('|081975|');
    expect(citizenQr(personById('valid-pensioner'))).toMatch(/^031056000001\|990000001\|/);
    for (const person of people) expect(citizenQr(person).split('|')).toHaveLength(7);
  });

  it('takes chip, card and VNeID subjects from the same person', () => {
    const identity = { fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };
    const person = personById('valid-employee');
    expect(chipSubject(person)).toStrictEqual({ kind: 'chip', personalId: '001190000017', ...identity });
    expect(cardSubject(person)).toStrictEqual({ kind: 'card', cardNumber: 'DN4999900000017', ...identity });
    expect(vneidClaims(person)).toStrictEqual({
      citizenPid: '001190000017',
      fullName: 'Đỗ Thị Mẫu',
      birthDate: '1990-02-17',
    });
  });

  it('falls back to the social-insurance number of a person without a card', () => {
    expect(cardSubject(personById('child-without-card')).cardNumber).toBe('9900000063');
    expect(cardSubject(personById('replaced-other-number')).cardNumber).toBe('HT3999900000031');
  });

  it('refuses an id nobody has', () => {
    expect(() => personById('nobody')).toThrow('nobody');
  });
});
