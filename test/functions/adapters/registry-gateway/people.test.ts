import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { localDate } from '../../../../functions/core/calendar.ts';
import { assess, type Assessment } from '../../../../functions/core/eligibility/assess.ts';
import type { Person } from '../../../../functions/core/identity/person.ts';
import { personFromCard, personFromCitizenQr } from '../../../../functions/core/identity/person.ts';
import { people, personById } from '../../../../local/people/people.ts';
import { cardSubject, citizenQr } from '../../../../local/people/scans.ts';
import { startRegistrySimulator } from '../../../../local/registry-simulator/index.ts';
import { createClock } from '../../../support/clock.ts';
import { gatewayTo, password } from '../../../support/registry.ts';
import { operator } from '../../../support/samples.ts';

const { now } = createClock();
const today = localDate(now());
const simulator = await startRegistrySimulator({
  people,
  accounts: [{ username: '99001_BV', password, operators: [operator] }],
  now,
});
afterAll(() => simulator.close());
const gateway = gatewayTo(simulator.url);

beforeEach(async () => {
  await fetch(simulator.controlUrl, { method: 'DELETE' });
});

async function verdictOf(person: Person, by = operator): Promise<Assessment> {
  const outcome = await gateway.check({ facility: '99001', person, operator: by });
  return assess(outcome, { visitDate: today, isYoungChild: false }, today);
}

function read(person: ReturnType<typeof personFromCitizenQr>): Person {
  if (!person.ok) throw new Error(person.error.map(({ code }) => code).join());
  return person.value;
}

const byQr = (id: string): Person => read(personFromCitizenQr(citizenQr(personById(id)), today));

describe('every synthetic person', () => {
  it.each(people)('$id: $expected.reason, whichever number is asked for', async (someone) => {
    expect(await verdictOf(byQr(someone.id))).toMatchObject(someone.expected);
    const typed = read(personFromCard(cardSubject(someone), today));
    expect(await verdictOf(typed)).toMatchObject(someone.expected);
  });

  it('is turned away only by a code that says so', async () => {
    for (const { id, expected } of people) {
      const { mayAdmit, card } = await verdictOf(byQr(id));
      expect([mayAdmit, card !== null]).toStrictEqual([
        expected.verdict !== 'not-eligible',
        expected.verdict === 'eligible',
      ]);
    }
  });
});

describe('somebody else’s name or birth date', () => {
  it.each([
    ['another name', { fullName: 'Đỗ Thị Mậu' }],
    ['a name without its marks', { fullName: 'Do Thi Mau' }],
    ['another birth date', { dateOfBirth: '1990-02-18' }],
    ['a less precise birth date', { dateOfBirth: '1990' }],
  ])('is a mismatch that shows no card: %s', async (_what, changes) => {
    const assessed = await verdictOf({ ...byQr('valid-employee'), ...changes });
    expect(assessed).toMatchObject({ reason: 'identity-mismatch', mayAdmit: true, card: null, periods: [] });
  });

  it('is no mismatch for case, spacing or Unicode form', async () => {
    const fullName = ' ĐỖ  thị MẪU'.normalize('NFD');
    const scanned = `001190000017||${fullName}|17021990|Nữ|Xã Ví Dụ|15012026`;
    expect(await verdictOf(read(personFromCitizenQr(scanned, today)))).toMatchObject({
      reason: 'card-valid',
    });
  });
});

describe('an operator', () => {
  it.each([
    ['whose number is not registered', { ...operator, personalId: '000200000033' }],
    ['whose name does not fit the number', { ...operator, fullName: 'Tạ Văn Khác' }],
  ])('%s says nothing about the patient', async (_what, stranger) => {
    const assessed = await verdictOf(byQr('valid-employee'), stranger);
    expect(assessed).toMatchObject({ reason: 'operator-not-registered', mayAdmit: true, periods: [] });
  });
});
