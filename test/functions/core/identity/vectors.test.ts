import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { parseCardNumber } from '../../../../functions/core/card/card-number.ts';
import { personFromCard, personFromCitizenQr } from '../../../../functions/core/identity/person.ts';
import { contradictions, parsePersonalNumber } from '../../../../functions/core/identity/personal-number.ts';

const vector = z.object({
  id: z.string(),
  kind: z.enum(['pid', 'card', 'qr']),
  in: z.string(),
  expect: z.enum(['VALID', 'WARN', 'INVALID']),
  codes: z.array(z.string()).default([]),
  context: z.object({ dob: z.string(), sex: z.enum(['M', 'F']) }).optional(),
  why: z.string(),
});
type Vector = z.infer<typeof vector>;

const vectors = z
  .array(vector)
  .parse(JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')));
const ofKind = (kind: Vector['kind']): Vector[] => vectors.filter((row) => row.kind === kind);

/** The day the vectors were written for. */
const today = '2026-11-21';

/** What became of it, in the vectors' words: refused with codes, or accepted with warnings. */
const outcome = (
  refusal: readonly string[],
  warnings: readonly string[],
): Pick<Vector, 'expect' | 'codes'> => {
  if (refusal.length > 0) return { expect: 'INVALID', codes: [...refusal] };
  return { expect: warnings.length > 0 ? 'WARN' : 'VALID', codes: [...warnings] };
};

const sexes = { M: 'male', F: 'female' } as const;

function judgeNumber({ in: digits, context }: Vector): Pick<Vector, 'expect' | 'codes'> {
  const number = parsePersonalNumber(digits);
  if (!number.ok) return outcome([number.error], []);
  const dateOfBirth = context?.dob ?? String(number.value.birthYear);
  const warnings = contradictions(
    number.value,
    { dateOfBirth, sex: context === undefined ? null : sexes[context.sex] },
    Number(today.slice(0, 4)),
  );
  if (!warnings.includes('PID_FUTURE_YEAR')) return outcome([], warnings);
  // The number alone only warns; it is the typed form that is refused.
  const typed = { cardNumber: digits, fullName: 'Nguyễn Văn Thử', dateOfBirth: '1990' };
  const person = personFromCard(typed, today);
  return outcome(person.ok ? [] : person.error.map(({ code }) => code), warnings);
}

function judgeCard({ in: typed }: Vector): Pick<Vector, 'expect' | 'codes'> {
  const card = parseCardNumber(typed);
  return card.ok ? outcome([], card.value.warnings) : outcome([card.error], []);
}

function judgeScan({ in: payload }: Vector): Pick<Vector, 'expect' | 'codes'> {
  const person = personFromCitizenQr(payload, today);
  return person.ok
    ? outcome([], person.value.warnings)
    : outcome(
        person.error.map(({ code }) => code),
        [],
      );
}

describe('the shared identity vectors', () => {
  it.each(ofKind('pid'))('$id, a personal number: $why', (row) => {
    expect(judgeNumber(row)).toStrictEqual({ expect: row.expect, codes: row.codes });
  });

  it.each(ofKind('card'))('$id, a typed card number: $why', (row) => {
    expect(judgeCard(row)).toStrictEqual({ expect: row.expect, codes: row.codes });
  });

  it.each(ofKind('qr'))('$id, a scan of the citizen card: $why', (row) => {
    expect(judgeScan(row)).toStrictEqual({ expect: row.expect, codes: row.codes });
  });
});
