import { describe, expect, it } from 'vitest';

import {
  type Person,
  personFromCard,
  personFromCardQr,
  personFromChip,
  personFromCitizenQr,
  personFromVneid,
} from '../../../../functions/core/identity/person.ts';

const today = '2026-11-21';
const stated = { personalId: '001190000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };
const typed = { cardNumber: 'DN4999900000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };
const someone: Person = {
  ...stated,
  number: '001190000017',
  sex: 'female',
  presence: 'qr',
  warnings: [],
};
const qr = (changes: { birth?: string; sex?: string; number?: string } = {}): string => {
  const { birth = '17021990', sex = 'Nữ', number = '001190000017' } = changes;
  return `${number}||Đỗ Thị Mẫu|${birth}|${sex}|Xã Ví Dụ, Tỉnh Thử|15012026`;
};

const insuranceQr = (changes: { number?: string; birth?: string } = {}): string => {
  const { number = 'DN4999900000017', birth = '17/02/1990' } = changes;
  const name = Buffer.from('Đỗ Thị Mẫu', 'utf8').toString('hex');
  return `${number}|${name}|${birth}|2||99 - 001|01/01/2026|31/12/2026|20/12/2025|1|-|4|01/01/2027|0-1|$`;
};

describe('a person', () => {
  it('read from a chip without its signed data counts no more than a printed QR', () => {
    expect(personFromChip(stated, today)).toStrictEqual({ ok: true, value: someone });
  });

  it('read from a verified VNeID token is verified', () => {
    const value = { ...someone, presence: 'vneid-verified' };
    expect(personFromVneid(stated, today)).toStrictEqual({ ok: true, value });
  });

  it('scanned from the citizen card is presented by QR', () => {
    expect(personFromCitizenQr(qr(), today)).toStrictEqual({ ok: true, value: someone });
  });

  it('scanned from an insurance card is presented by QR, with the card number and no personal number', () => {
    const value = { ...someone, number: 'DN4999900000017', personalId: null };
    expect(personFromCardQr(insuranceQr(), today)).toStrictEqual({ ok: true, value });
  });

  it('scanned from an insurance card that carries the personal number has both', () => {
    expect(personFromCardQr(insuranceQr({ number: '001190000017' }), today)).toStrictEqual({
      ok: true,
      value: someone,
    });
  });

  it('typed from an insurance card has neither personal number nor sex', () => {
    const value = {
      ...someone,
      number: 'DN4999900000017',
      personalId: null,
      sex: null,
      presence: 'typed',
    };
    expect(personFromCard(typed, today)).toStrictEqual({ ok: true, value });
  });

  it('typed by the personal number has both', () => {
    const value = { ...someone, presence: 'typed' };
    expect(personFromCard({ ...typed, cardNumber: '001 190 000 017' }, today)).toStrictEqual({
      ok: true,
      value,
    });
  });

  it('has a tidy name and a number without separators, whatever was stated', () => {
    const untidy = {
      personalId: '001.190.000.017',
      fullName: '  Đỗ  Thị Mẫu '.normalize('NFD'),
      dateOfBirth: '1990-02-17',
    };
    expect(personFromChip(untidy, today)).toStrictEqual({ ok: true, value: someone });
  });

  it('has the sex the QR states, not the one the number encodes', () => {
    expect(personFromCitizenQr(qr({ sex: 'Nam' }), today)).toStrictEqual({
      ok: true,
      value: { ...someone, sex: 'male', warnings: ['PID_SEX_MISMATCH'] },
    });
  });
});

describe('warnings', () => {
  const warningsOf = (read: ReturnType<typeof personFromChip>): readonly string[] =>
    read.ok ? read.value.warnings : [];

  it.each([
    ['a partial birth date', personFromChip({ ...stated, dateOfBirth: '1990' }, today), ['DOB_PARTIAL']],
    ['a birth month', personFromCitizenQr(qr({ birth: '021990' }), today), ['DOB_PARTIAL']],
    [
      'a partial birth date on a card',
      personFromCard({ ...typed, dateOfBirth: '1990-02' }, today),
      ['DOB_PARTIAL'],
    ],
    [
      'another birth year than the number has',
      personFromVneid({ ...stated, dateOfBirth: '1991-02-17' }, today),
      ['PID_YEAR_MISMATCH'],
    ],
    [
      'a QR of an unusual card with a birth month',
      personFromCardQr(insuranceQr({ number: 'ZZ1999900000017', birth: '02/1990' }), today),
      ['CARD_GROUP_UNKNOWN', 'DOB_PARTIAL'],
    ],
    [
      'a repaired QR that contradicts itself',
      personFromCitizenQr(qr({ birth: '1991', sex: 'NAM' }).replaceAll('|', '~'), today),
      ['QR_SEPARATOR_REPAIRED', 'QR_CASE_REPAIRED', 'PID_YEAR_MISMATCH', 'PID_SEX_MISMATCH', 'DOB_PARTIAL'],
    ],
    [
      'an unusual card',
      personFromCard({ ...typed, cardNumber: 'ZZ1999900000017' }, today),
      ['CARD_GROUP_UNKNOWN'],
    ],
    [
      'a future year on a chip',
      personFromChip({ ...stated, personalId: '001490000017' }, today),
      ['PID_FUTURE_YEAR'],
    ],
    [
      'a future year in a QR',
      personFromCitizenQr(qr({ number: '001590000017' }), today),
      ['PID_FUTURE_YEAR'],
    ],
    [
      'a place outside the list',
      personFromChip({ ...stated, personalId: '999190000017' }, today),
      ['PID_PPP_UNLISTED'],
    ],
  ])('do not stop a lookup: %s', (_what, read, warnings) => {
    expect(warningsOf(read)).toStrictEqual(warnings);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a short number', { personalId: '00119000001' }, [['personalId', 'PID_LENGTH']]],
    ['letters in the number', { personalId: '00119000001O' }, [['personalId', 'PID_CHARSET']]],
    ['no number', { personalId: ' ' }, [['personalId', 'PID_LENGTH']]],
    ['a name of digits', { fullName: '12345' }, [['fullName', 'NAME_INVALID']]],
    ['a date that does not exist', { dateOfBirth: '1990-02-30' }, [['dateOfBirth', 'DOB_INVALID']]],
    ['a date in another form', { dateOfBirth: '17/02/1990' }, [['dateOfBirth', 'DOB_INVALID']]],
    ['a birth tomorrow', { dateOfBirth: '2026-11-22' }, [['dateOfBirth', 'DOB_FUTURE']]],
    ['a birth next month', { dateOfBirth: '2026-12' }, [['dateOfBirth', 'DOB_FUTURE']]],
    ['a birth next year', { dateOfBirth: '2027' }, [['dateOfBirth', 'DOB_FUTURE']]],
    [
      'everything at once',
      { personalId: '1', fullName: '1', dateOfBirth: '1' },
      [
        ['personalId', 'PID_LENGTH'],
        ['fullName', 'NAME_INVALID'],
        ['dateOfBirth', 'DOB_INVALID'],
      ],
    ],
  ])('names its field: %s', (_what, changes, faults) => {
    const error = faults.map(([field, code]) => ({ field, code }));
    expect(personFromChip({ ...stated, ...changes }, today)).toStrictEqual({ ok: false, error });
    expect(personFromVneid({ ...stated, ...changes }, today)).toStrictEqual({ ok: false, error });
  });

  it.each(['2026-11-21', '2026-11', '2026'])(
    'is not a birth today or in a period begun: %s',
    (dateOfBirth) => {
      expect(personFromChip({ ...stated, dateOfBirth }, today).ok).toBe(true);
    },
  );

  it.each([
    ['DOB_FUTURE', qr({ birth: '22112026' })],
    ['QR_CC_DOB', qr({ birth: '31021990' })],
    ['QR_CC_SEX', qr({ sex: '?' })],
    ['QR_NOT_DELIMITED', '001190000017'],
  ])('of a scan is always the payload: %s', (code, payload) => {
    expect(personFromCitizenQr(payload, today)).toStrictEqual({
      ok: false,
      error: [{ field: 'payload', code }],
    });
  });

  it.each([
    ['a card number of no length', { cardNumber: 'DN4' }, [['cardNumber', 'CARD_LENGTH']]],
    [
      'number and name',
      { cardNumber: 'DN9999900000017', fullName: '' },
      [
        ['cardNumber', 'CARD_LEVEL'],
        ['fullName', 'NAME_INVALID'],
      ],
    ],
    ['a birth year to come, typed', { cardNumber: '001490000017' }, [['cardNumber', 'PID_FUTURE_YEAR']]],
  ])('of a typed card names its field: %s', (_what, changes, faults) => {
    const error = faults.map(([field, code]) => ({ field, code }));
    expect(personFromCard({ ...typed, ...changes }, today)).toStrictEqual({ ok: false, error });
  });
});
