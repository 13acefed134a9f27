import { describe, expect, it } from 'vitest';

import { chipFaults, type ChipHolder } from '../../../functions/core/identity/chip.ts';
import { personFromChip, personFromProvenChip } from '../../../functions/core/identity/person.ts';
import { proveChip, type ProveChip } from '../../../functions/eligibility/chip.ts';
import { ProblemError } from '../../../functions/http/problem.ts';

const today = '2026-11-21';
const chip = { sod: 'c29k', dataGroups: { 13: 'ZGcxMw==' } };
const stated = { personalId: '001190000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };
const holder: ChipHolder = { ...stated, sex: 'female' };

function asserted(fields: Partial<typeof stated> = {}) {
  const person = personFromChip({ ...stated, ...fields }, today);
  if (!person.ok) throw new Error('not a person');
  return person.value;
}

const proving =
  (found: ChipHolder): ProveChip =>
  () =>
    Promise.resolve({ ok: true, value: found });

async function problemOf(proof: Promise<unknown>): Promise<ProblemError> {
  const thrown: unknown = await proof.catch((error: unknown) => error);
  if (thrown instanceof ProblemError) return thrown;
  throw new Error('no problem');
}

describe('a proven chip', () => {
  it('is the person of its signed data', async () => {
    const person = await proveChip(asserted({ fullName: 'đỗ  thị MẪU' }), chip, proving(holder), today);
    expect(person).toEqual({ ...holder, number: '001190000017', presence: 'chip-verified', warnings: [] });
  });

  it.each([
    ['1990', '1990-02-17'],
    ['1990-02-17', '1990-02'],
  ])('may know a birth date as %s where %s was stated', async (known, said) => {
    const person = await proveChip(
      asserted({ dateOfBirth: said }),
      chip,
      proving({ ...holder, dateOfBirth: known }),
      today,
    );
    expect(person).toMatchObject({ dateOfBirth: known, presence: 'chip-verified' });
  });

  it('warns of what its number contradicts, as any other', async () => {
    const kept: ChipHolder = { ...holder, sex: 'male', dateOfBirth: '1991-02-17' };
    const person = await proveChip(asserted({ dateOfBirth: '1991-02-17' }), chip, proving(kept), today);
    expect(person.warnings).toEqual(['PID_YEAR_MISMATCH', 'PID_SEX_MISMATCH']);
  });

  it.each([
    ['personalId', { personalId: '031056000001' }],
    ['fullName', { fullName: 'Đỗ Thị Mầu' }],
    ['dateOfBirth', { dateOfBirth: '1990-02-18' }],
    ['dateOfBirth', { dateOfBirth: '1991' }],
  ])('is refused where %s was stated as of somebody else', async (field, fields) => {
    const problem = await problemOf(proveChip(asserted(fields), chip, proving(holder), today));
    expect(problem.code).toBe('chip-not-proven');
    expect(problem.details.errors).toEqual([
      expect.objectContaining({ pointer: `/subject/${field}`, code: 'CHIP_FIELD_CONTRADICTS' }),
    ]);
    expect(JSON.stringify(problem.details)).not.toMatch(/00119|03105|Mẫu|Mầu|199/);
  });

  it('names every field that contradicts it', () => {
    const other = { personalId: '031056000001', fullName: 'Nguyễn Hữu Thử', dateOfBirth: '1956-08-30' };
    expect(personFromProvenChip(holder, other, today)).toEqual({
      ok: false,
      error: ['personalId', 'fullName', 'dateOfBirth'],
    });
  });
});

describe('a chip that is not proven', () => {
  it.each(chipFaults)('%s is refused, the chip as a whole', async (error) => {
    const problem = await problemOf(
      proveChip(asserted(), chip, () => Promise.resolve({ ok: false, error }), today),
    );
    expect(problem.code).toBe('chip-not-proven');
    expect(problem.details.errors).toEqual([
      expect.objectContaining({ pointer: '/subject/chip', code: error }),
    ]);
  });

  it('by nobody’s fault is what the reader asserted, and says so', async () => {
    const unchecked: ProveChip = () => Promise.resolve({ ok: false, error: 'CHIP_UNCHECKED' });
    expect(await proveChip(asserted({ dateOfBirth: '1990' }), chip, unchecked, today)).toMatchObject({
      fullName: 'Đỗ Thị Mẫu',
      presence: 'qr',
      warnings: ['DOB_PARTIAL', 'CHIP_NOT_CHECKED'],
    });
  });
});
