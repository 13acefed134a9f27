import { resolveDate } from '../people/calendar.ts';
import { wireFields } from '../people/person.ts';
import type { ResponseQuirks, SyntheticPerson, WireField, WireQuirk } from '../people/person.ts';
import { codeEntry } from './codes.ts';
import type { Period, Standing } from './standing.ts';

/** One answer of the lookup: every top-level field of gateway protocol §2.2. */
export type WireAnswer = Readonly<Record<string, unknown>>;

type Fields = Partial<Record<WireField, unknown>>;

const issuingOffice = 'Bảo hiểm xã hội Thử Nghiệm';

/** `1990-02-17` to `17/02/1990`, `1990-02` to `02/1990`, `1990` as it is. */
export function wireDate(date: string | null): string {
  return date === null ? '' : date.split('-').reverse().join('/');
}

function withEveryField(fields: Fields): WireAnswer {
  return Object.fromEntries(wireFields.map((name) => [name, fields[name] ?? null]));
}

/** Nulls everywhere but code and note: what comes when there is nothing to show or no right to see it (§6.3). */
export function bareAnswer(code: string, note = codeEntry(code).status): WireAnswer {
  return withEveryField({ maKetQua: code, ghiChu: note });
}

function fiveYears(period: Period, today: string): string {
  const date = period.card.fiveYearsFrom;
  return date === null ? '' : wireDate(resolveDate(date, today));
}

/** The one-line sentence clerks are shown; its punctuation is what other systems split on (§2.2 ghiChu). */
function note(code: string, person: SyntheticPerson, standing: Standing, today: string): string {
  const { reported, newer } = standing;
  const sex = person.sex === 'male' ? 'Nam' : 'Nữ';
  const replaced = ` (Mã thẻ mới: ${newer.card.number}; Hạn thẻ mới: ${wireDate(newer.from)} - ${wireDate(newer.to)}).`;
  return (
    `${codeEntry(code).status}! Họ tên : ${person.fullName}, Ngày sinh: ${wireDate(person.dateOfBirth)}, ` +
    `Giới tính : ${sex}! (ĐC: ${person.address}; Nơi KCBBĐ: ${reported.card.registeredFacility.code}; ` +
    `Hạn thẻ: ${wireDate(reported.from)} - ${wireDate(reported.to)}; ` +
    `Thời điểm đủ 5 năm liên tục: ${fiveYears(reported, today)}).` +
    (code === '003' || code === '004' ? replaced : '')
  );
}

/** One earlier check by another facility, the day before, with the same outcome. */
function earlierChecks(code: string, today: string): readonly WireAnswer[] {
  const day = resolveDate({ days: -1 }, today).replaceAll('-', '');
  return [
    { userKT: '99002_BV', thoiGianKT: `${day}1430`, thongBao: `${codeEntry(code).status}!`, maLoi: code },
  ];
}

export function fullAnswer(
  code: string,
  person: SyntheticPerson,
  standing: Standing,
  today: string,
): WireAnswer {
  const { reported, newer, previous } = standing;
  const formerNumber = previous?.card.number ?? '';
  return withEveryField({
    maKetQua: code,
    ghiChu: note(code, person, standing, today),
    maThe: reported.card.number,
    hoTen: person.fullName,
    ngaySinh: wireDate(person.dateOfBirth),
    gioiTinh: person.sex === 'male' ? 'Nam' : 'Nữ',
    diaChi: person.address,
    maDKBD: reported.card.registeredFacility.code,
    cqBHXH: issuingOffice,
    gtTheTu: wireDate(reported.from),
    gtTheDen: wireDate(reported.to),
    maKV: reported.card.area,
    ngayDu5Nam: fiveYears(reported, today),
    maSoBHXH: person.socialNumber,
    maTheCu: formerNumber === reported.card.number ? '' : formerNumber,
    // Filled even when nothing changed: the newest card is then the current one (§2.2).
    maTheMoi: newer.card.number,
    gtTheTuMoi: wireDate(newer.from),
    gtTheDenMoi: wireDate(newer.to),
    maDKBDMoi: newer.card.registeredFacility.code,
    tenDKBDMoi: newer.card.registeredFacility.name,
    // Null since history moved to a function of its own (§0.2).
    dsLichSuKCB2018: null,
    dsLichSuKT2018: earlierChecks(code, today),
  });
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const distortions: Record<WireQuirk, (value: unknown) => unknown> = {
  null: () => null,
  empty: () => '',
  // JSON drops what is undefined.
  absent: () => undefined,
  padded: (value) => ` ${text(value)} `,
  number: (value) => Number(value),
  decomposed: (value) => text(value).normalize('NFD'),
  'upper-case': (value) => text(value).toUpperCase(),
  'empty-list': () => [],
};

/** Bends single fields as the person's quirks say; a null stays null, so that no quirk can invent a value. */
export function distort(answer: WireAnswer, quirks: ResponseQuirks['fields'] = {}): WireAnswer {
  const asked = new Map<string, WireQuirk>(Object.entries(quirks));
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => {
      const quirk = asked.get(name);
      return [name, quirk === undefined || value === null ? value : distortions[quirk](value)];
    }),
  );
}
