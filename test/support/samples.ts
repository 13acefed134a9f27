import type { CardPeriod } from '../../functions/core/card/timeline.ts';
import type { Lookup } from '../../functions/core/eligibility/lookup-record.ts';
import type { Person } from '../../functions/core/identity/person.ts';
import type { AskOutcome, RegistryAnswer } from '../../functions/core/registry/answer.ts';

/** Invented people, cards and answers that many tests start from. */

export const facility = '99001';

export const operator = { fullName: 'Tạ Văn Quầy', personalId: '000200000025' };

export const person: Person = {
  number: '001190000017',
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female',
  presence: 'qr',
  warnings: [],
};

/** A card of 2026, unless told otherwise. Group and digit follow the number. */
export function period(details: Partial<CardPeriod> = {}): CardPeriod {
  const number = details.number ?? 'DN4999900000017';
  return {
    number,
    group: number.slice(0, 2),
    benefitDigit: number.charAt(2),
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    registeredFacility: { code: '99001', name: 'Trạm Y tế Ví Dụ' },
    area: null,
    fiveYearsFrom: null,
    ...details,
  };
}

export const answer = (
  code: string,
  periods: readonly CardPeriod[] = [period()],
  message: string | null = null,
): RegistryAnswer => ({ code, message, holderSex: 'female', periods });

export const answered = (...given: Parameters<typeof answer>): AskOutcome => ({
  kind: 'answered',
  answer: answer(...given),
});

export const unreachable: AskOutcome = { kind: 'failed', reason: 'registry-unreachable' };

export const lookup = (details: Partial<Lookup> = {}): Lookup => ({
  id: '01930000-0000-7000-8000-000000000017',
  facility,
  person,
  presentedBy: null,
  visit: { id: null, date: '2026-11-21' },
  wantsCopay: false,
  requestedAt: new Date('2026-11-21T01:15:00.000Z'),
  basis: null,
  ...details,
});
