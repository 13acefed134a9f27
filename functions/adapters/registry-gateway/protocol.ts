import * as z from 'zod/mini';

import { codeParts } from '../../core/card/card-number.ts';
import type { CardPeriod } from '../../core/card/timeline.ts';
import { parseSlashedDate, type PlainDate, toSlashedDate } from '../../core/calendar.ts';
import type { AskRequest } from '../../core/eligibility/ports.ts';
import type { Sex } from '../../core/identity/personal-number.ts';
import type { RegistryAnswer } from '../../core/registry/answer.ts';

/** The registry's own field names live in this file and nowhere else (gateway protocol §§1–3). */

/** Promised as text; numbers, nulls, blanks around and absence all occur (§2.2). Empty becomes null. */
const text = z.pipe(
  z.optional(z.nullable(z.union([z.string(), z.number()]))),
  z.transform((value) => {
    const tidy = String(value ?? '').trim();
    return tidy === '' ? null : tidy;
  }),
);

/** Five characters; as a number it has lost its zeros. */
const facilityCode = z.pipe(
  text,
  z.transform((code) => code?.padStart(5, '0') ?? null),
);

/** Three characters; as a number it has lost its zeros (§0.4). */
const resultCode = z.pipe(
  z.union([z.string().check(z.regex(/\S/)), z.number()]),
  z.transform((value) => String(value).trim().padStart(3, '0')),
);

/** An absolute UTC instant with seven fractional digits, one to four more than Date keeps (§1.2). */
const instant = z.pipe(
  z.string().check(
    z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/),
    z.refine((value) => !Number.isNaN(Date.parse(value))),
  ),
  z.transform((value) => new Date(value)),
);

const token = z.object({
  maKetQua: resultCode,
  APIKey: z.optional(
    z.nullable(
      z.object({
        access_token: z.string().check(z.minLength(1)),
        id_token: z.string().check(z.minLength(1)),
        expires_in: instant,
      }),
    ),
  ),
});

const cardCheck = z.object({
  maKetQua: resultCode,
  ghiChu: text,
  maThe: text,
  gioiTinh: text,
  maDKBD: facilityCode,
  gtTheTu: text,
  gtTheDen: text,
  maKV: text,
  ngayDu5Nam: text,
  maTheMoi: text,
  gtTheTuMoi: text,
  gtTheDenMoi: text,
  maDKBDMoi: facilityCode,
  tenDKBDMoi: text,
});

type CardCheck = z.infer<typeof cardCheck>;

export interface RegistrySession {
  readonly accessToken: string;
  readonly idToken: string;
  readonly expiresAt: Date;
}

/** What the token service said: a session, or the code of its refusal. Null: not an answer of its shape. */
export function readToken(json: unknown): { code: string; session: RegistrySession | null } | null {
  const parsed = token.safeParse(json);
  if (!parsed.success) return null;
  const { maKetQua: code, APIKey: key } = parsed.data;
  return {
    code,
    session: key ? { accessToken: key.access_token, idToken: key.id_token, expiresAt: key.expires_in } : null,
  };
}

/** Always slashes: the eight-digit form of the official example is refused in life (§2.1). */
export const cardCheckBody = ({ person, operator }: Omit<AskRequest, 'askId'>): string =>
  JSON.stringify({
    maThe: person.number,
    hoTen: person.fullName,
    ngaySinh: toSlashedDate(person.dateOfBirth),
    hoTenCb: operator.fullName,
    cccdCb: operator.personalId,
  });

/** The card function's answer in our words. Null: not of its shape, or dates in it that no calendar has. */
export function readAnswer(json: unknown, askedNumber: string): RegistryAnswer | null {
  const parsed = cardCheck.safeParse(json);
  if (!parsed.success) return null;
  const check = parsed.data;
  try {
    return {
      code: check.maKetQua,
      message: check.ghiChu,
      holderSex: SEXES.get(check.gioiTinh?.normalize('NFC').toUpperCase() ?? '') ?? null,
      periods: [...currentPeriod(check, askedNumber), ...newerPeriod(check)],
    };
  } catch (error) {
    if (error instanceof UnreadableDateError) return null;
    throw error;
  }
}

const SEXES = new Map<string, Sex>([
  ['NAM', 'male'],
  ['NỮ', 'female'],
]);

/** Cards of the army and police funds may be known without their data (§3.1): then the number asked about is all. */
const KNOWN_WITHOUT_DATA = new Set(['001', '002']);

function currentPeriod(check: CardCheck, askedNumber: string): CardPeriod[] {
  const number = check.maThe ?? (KNOWN_WITHOUT_DATA.has(check.maKetQua) ? askedNumber : null);
  if (number === null) return [];
  return [
    {
      number,
      ...codeParts(number),
      validFrom: day(check.gtTheTu),
      validTo: day(check.gtTheDen),
      registeredFacility: check.maDKBD === null ? null : { code: check.maDKBD, name: null },
      area: check.maKV,
      fiveYearsFrom: readableDay(check.ngayDu5Nam),
    },
  ];
}

/** Filled also where nothing changed; the timeline folds the copy into the card it repeats. */
function newerPeriod(check: CardCheck): CardPeriod[] {
  if (check.maTheMoi === null || check.gtTheTuMoi === null) return [];
  return [
    {
      number: check.maTheMoi,
      ...codeParts(check.maTheMoi),
      validFrom: day(check.gtTheTuMoi),
      validTo: day(check.gtTheDenMoi),
      registeredFacility: check.maDKBDMoi === null ? null : { code: check.maDKBDMoi, name: check.tenDKBDMoi },
      // Area and five years belong to the person, and the registry gives them once.
      area: check.maKV,
      fiveYearsFrom: readableDay(check.ngayDu5Nam),
    },
  ];
}

/** For dates that decide no validity: what cannot be read is not known. */
const readableDay = (written: string | null): PlainDate | null => {
  const date = parseSlashedDate(written ?? '');
  return date?.length === 10 ? date : null;
};

class UnreadableDateError extends Error {}

/** A validity we cannot read must not become an open end: the whole answer counts as a fault instead. */
function day(written: string | null): PlainDate | null {
  if (written === null) return null;
  const date = parseSlashedDate(written);
  if (date?.length !== 10) throw new UnreadableDateError();
  return date;
}
