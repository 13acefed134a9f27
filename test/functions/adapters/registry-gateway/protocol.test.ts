import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  cardCheckBody,
  readAnswer,
  readToken,
} from '../../../../functions/adapters/registry-gateway/protocol.ts';
import { parseIsoDate } from '../../../../functions/core/calendar.ts';
import { assess } from '../../../../functions/core/eligibility/assess.ts';
import { wireFields } from '../../../../local/people/person.ts';
import { operator, person } from '../../../support/samples.ts';

/** The example of the gateway's document, §6.1. */
const valid = {
  maKetQua: '000',
  ghiChu: 'Thẻ còn giá trị sử dụng!',
  maThe: 'DN4999900000017',
  gioiTinh: 'Nữ',
  maDKBD: '99001',
  gtTheTu: '01/01/2026',
  gtTheDen: '31/12/2026',
  maKV: '',
  ngayDu5Nam: '01/07/2027',
  maTheMoi: 'DN4999900000017',
  gtTheTuMoi: '01/01/2026',
  gtTheDenMoi: '31/12/2026',
  maDKBDMoi: '99001',
  tenDKBDMoi: 'Trạm Y tế Ví Dụ',
};
const read = (changes: Record<string, unknown> = {}) => readAnswer({ ...valid, ...changes }, '001190000017');

describe('the question', () => {
  it.each([
    ['1990-02-17', '17/02/1990'],
    ['1990-02', '02/1990'],
    ['1990', '1990'],
  ])('carries the five fields of the document, birth date %s as %s', (dateOfBirth, ngaySinh) => {
    const body = cardCheckBody({ facility: '99001', operator, person: { ...person, dateOfBirth } });
    expect(JSON.parse(body)).toStrictEqual({
      maThe: '001190000017',
      hoTen: 'Đỗ Thị Mẫu',
      ngaySinh,
      hoTenCb: 'Tạ Văn Quầy',
      cccdCb: '000200000025',
    });
  });
});

describe('the answer', () => {
  it('is told in our words', () => {
    const card = {
      number: 'DN4999900000017',
      group: 'DN',
      benefitDigit: '4',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      area: null,
      fiveYearsFrom: '2027-07-01',
    };
    expect(read()).toStrictEqual({
      code: '000',
      message: 'Thẻ còn giá trị sử dụng!',
      holderSex: 'female',
      periods: [
        { ...card, registeredFacility: { code: '99001', name: null } },
        { ...card, registeredFacility: { code: '99001', name: 'Trạm Y tế Ví Dụ' } },
      ],
    });
  });

  it.each([
    ['000', '000'],
    [' 003 ', '003'],
    [0, '000'],
    [10, '010'],
    [401, '401'],
    ['8888', '8888'],
    ['003.1', '003.1'],
  ])('keeps its code to three characters: %j', (maKetQua, code) => {
    expect(read({ maKetQua })?.code).toBe(code);
  });

  it.each([[''], ['  '], [null], [undefined], [true], [['000']], [{}]])(
    'without a code is none: %j',
    (maKetQua) => {
      expect(read({ maKetQua })).toBeNull();
    },
  );

  it.each([
    ['Nam', 'male'],
    [' NAM ', 'male'],
    ['nữ', 'female'],
    ['Nữ'.normalize('NFD'), 'female'],
    ['Chưa xác định', null],
    ['', null],
    [null, null],
    [1, null],
  ])('knows the holder’s sex by its text: %j', (gioiTinh, sex) => {
    expect(read({ gioiTinh })?.holderSex).toBe(sex);
  });

  it.each([null, '', '  ', undefined])('without an end is open-ended: %j', (gtTheDen) => {
    expect(read({ gtTheDen })?.periods[0]?.validTo).toBeNull();
  });

  it.each([null, '', undefined])('without a newer card names one period: %j', (maTheMoi) => {
    expect(read({ maTheMoi })?.periods).toHaveLength(1);
    expect(read({ gtTheTuMoi: maTheMoi })?.periods).toHaveLength(1);
  });

  it('of the army or police fund may know no more than the number asked about', () => {
    const nothing = Object.fromEntries(Object.keys(valid).map((name) => [name, null]));
    for (const maKetQua of ['001', '002']) {
      const answer = readAnswer({ ...nothing, maKetQua }, 'QN5979900000017');
      expect(answer?.periods).toMatchObject([
        { number: 'QN5979900000017', benefitDigit: '5', validTo: null },
      ]);
    }
    expect(readAnswer({ ...nothing, maKetQua: '000' }, 'QN5979900000017')?.periods).toStrictEqual([]);
  });

  it.each([
    ['gtTheTu', '31/02/2026'],
    ['gtTheDen', '2026-12-31'],
    ['gtTheDen', '31122026'],
    ['gtTheDen', '12/2026'],
    ['gtTheTuMoi', 'không rõ'],
    ['gtTheDenMoi', 0],
  ])('with a validity nobody can read is none, never an open end: %s %j', (field, written) => {
    expect(read({ [field]: written })).toBeNull();
  });

  it('pads a facility code that lost its zero on the way as a number', () => {
    expect(read({ maDKBD: 1001 })?.periods[0]?.registeredFacility?.code).toBe('01001');
  });

  it('that names the newer card only (003) still lets that card apply', () => {
    const answer = read({ maKetQua: '003', maThe: null, gtTheTu: null, gtTheDen: null });
    if (answer === null) throw new Error('unreadable');
    const visit = { visitDate: '2026-11-21', isYoungChild: false };
    const { reason } = assess({ kind: 'answered', answer }, visit, '2026-11-21');
    expect(reason).toBe('card-replaced');
  });

  it.each([null, [], 'HTML', 0, true, {}, { maKetQua: { ma: ['000'] }, maThe: 0 }])(
    'is none for %j',
    (json) => {
      expect(readAnswer(json, '001190000017')).toBeNull();
    },
  );

  it('never throws, and never has a date that is none, whatever JSON comes', () => {
    const dateLike = fc.stringMatching(/^\d{1,2}\/\d{1,2}\/\d{4}$/);
    const value = fc.oneof(fc.jsonValue(), dateLike, fc.constantFrom('000', 'DN4999900000017', null, ''));
    const wire = fc.dictionary(fc.constantFrom(...wireFields), value);
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), wire), (json) => {
        const answer = readAnswer(json, '001190000017');
        const dates = (answer?.periods ?? []).flatMap((card) => [
          card.validFrom,
          card.validTo,
          card.fiveYearsFrom,
        ]);
        for (const date of dates.filter((known) => known !== null)) expect(parseIsoDate(date)).toBe(date);
        expect(answer === null || answer.code.trim().length >= 3).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the answer of the token service', () => {
  const key = {
    access_token: 'abc=',
    id_token: '00000000-1111-4222-8333-444444444444',
    token_type: 'Bearer',
    username: '99999_BV',
    expires_in: '2026-03-09T01:25:00.1234567Z',
  };

  it.each(['200', 200])('is a session with an absolute end in UTC, to the millisecond: %j', (maKetQua) => {
    expect(readToken({ maKetQua, APIKey: key })).toStrictEqual({
      code: '200',
      session: {
        accessToken: 'abc=',
        idToken: '00000000-1111-4222-8333-444444444444',
        expiresAt: new Date('2026-03-09T01:25:00.123Z'),
      },
    });
  });

  it.each([null, undefined])('is a refusal without a session: %j', (APIKey) => {
    expect(readToken({ maKetQua: '401', APIKey })).toStrictEqual({ code: '401', session: null });
  });

  it.each([
    ['no token', { access_token: '' }],
    ['no session id', { id_token: null }],
    ['a number of seconds for an end', { expires_in: 600 }],
    ['a local time for an end', { expires_in: '2026-03-09T08:25:00' }],
  ])('is none with %s', (_what, changes) => {
    expect(readToken({ maKetQua: '200', APIKey: { ...key, ...changes } })).toBeNull();
  });

  it('never throws, whatever JSON comes', () => {
    const shaped = fc.record({ maKetQua: fc.jsonValue(), APIKey: fc.jsonValue() }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), (json) => {
        expect(readToken(json)?.session ?? null).toBeNull();
      }),
    );
  });
});
