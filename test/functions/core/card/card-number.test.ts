import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { codeParts, parseCardNumber } from '../../../../functions/core/card/card-number.ts';
import { cardGroups } from '../../../../functions/core/card/groups.ts';
import { people } from '../../../../local/people/people.ts';

describe('a typed card number', () => {
  it.each([
    ['DN4999900000017', 'code', 'DN4999900000017'],
    ['dn 4 99 9900000017', 'code', 'DN4999900000017'],
    ['DN-4-99-99.0000_0017', 'code', 'DN4999900000017'],
    ['\tDN4999900000017\r\n', 'code', 'DN4999900000017'],
    ['9900000017', 'social-insurance', '9900000017'],
    ['99 0000 0017', 'social-insurance', '9900000017'],
    ['001190000017', 'personal', '001190000017'],
    ['001.190.000.017', 'personal', '001190000017'],
  ])('%j is read as %s %s', (typed, form, number) => {
    expect(parseCardNumber(typed)).toStrictEqual({ ok: true, value: { form, number, warnings: [] } });
  });

  it.each([
    ['', 'CARD_LENGTH'],
    ['990000001', 'CARD_LENGTH'],
    ['99000000017', 'CARD_LENGTH'],
    ['DN499990000017', 'CARD_LENGTH'],
    ['DN49999000000177', 'CARD_LENGTH'],
    ['DN499990000001799001', 'CARD_LENGTH'],
    ['990000001O', 'CARD_CHARSET'],
    ['00119000001O', 'CARD_CHARSET'],
    ['ĐN4999900000017', 'CARD_CHARSET'],
    ['DN4999900000017|x', 'CARD_CHARSET'],
    ['D14999900000017', 'CARD_GROUP_FORM'],
    ['004999900000017', 'CARD_GROUP_FORM'],
    ['DN0999900000017', 'CARD_LEVEL'],
    ['DN6999900000017', 'CARD_LEVEL'],
    ['DNX999900000017', 'CARD_LEVEL'],
    ['DN49A9900000017', 'CARD_PROVINCE'],
    ['DN49999000A0017', 'CARD_TAIL'],
    ['DN499990000001A', 'CARD_TAIL'],
  ])('%j is refused: %s', (typed, error) => {
    expect(parseCardNumber(typed)).toStrictEqual({ ok: false, error });
  });

  it.each([
    ['ZZ4999900000017', ['CARD_GROUP_UNKNOWN']],
    ['DN1999900000017', ['CARD_LEVEL_UNUSUAL']],
    ['DN499AA00000017', ['CARD_LEGACY_FORM']],
    ['ZZ199A100000017', ['CARD_GROUP_UNKNOWN', 'CARD_LEGACY_FORM']],
    ['CT1999900000017', []],
    ['KT4999900000017', []],
  ])('%s passes, warned of %j', (typed, warnings) => {
    expect(parseCardNumber(typed)).toMatchObject({ ok: true, value: { warnings } });
  });

  it('of every known group passes with its usual digit, without a warning', () => {
    for (const [group, digit] of cardGroups.usualDigits) {
      const number = `${group}${digit === '' ? '3' : digit}999900000017`;
      expect(parseCardNumber(number)).toStrictEqual({
        ok: true,
        value: { form: 'code', number, warnings: [] },
      });
    }
  });

  it.each(people.flatMap(({ cards }) => cards))('$number, which somebody holds, passes', ({ number }) => {
    expect(parseCardNumber(number)).toMatchObject({ ok: true, value: { number } });
  });

  it('says the same however it is grouped and cased', () => {
    const separators = fc.array(fc.constantFrom('', ' ', '.', '-', '_'), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(fc.constantFrom('DN4999900000017', 'HT3979900000017'), separators, (number, between) => {
        const typed = Array.from(number.toLowerCase(), (char, i) => `${char}${between[i] ?? ''}`).join('');
        expect(parseCardNumber(typed)).toStrictEqual(parseCardNumber(number));
      }),
    );
  });
});

describe('group and benefit digit', () => {
  it.each([
    ['DN4999900000017', 'DN', '4'],
    ['TE1999900000017', 'TE', '1'],
    ['9900000017', null, null],
    ['001190000017', null, null],
    ['DN6999900000017', null, null],
    ['', null, null],
  ])('of %j are %j and %j', (number, group, benefitDigit) => {
    expect(codeParts(number)).toStrictEqual({ group, benefitDigit });
  });
});
