import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Lookup } from '../../../functions/core/eligibility/lookup-record.ts';
import { reasons } from '../../../functions/core/eligibility/reasons.ts';
import type { Presence } from '../../../functions/core/identity/person.ts';
import type { AskOutcome } from '../../../functions/core/registry/answer.ts';
import { resultCodes } from '../../../functions/core/registry/result-codes.ts';
import {
  type EligibilityResponse,
  eligibilityResponse,
} from '../../../functions/http/contract/eligibility-response.ts';
import { presentLookup } from '../../../functions/http/present-lookup.ts';
import { cardPeriod } from '../../support/arbitraries.ts';
import { answered, lookup, period, person, unreachable } from '../../support/samples.ts';

const now = new Date('2026-11-21T01:15:03.900Z');
const asOf = new Date('2026-11-21T01:15:02.000Z');

const present = (outcome: AskOutcome | null, details: Partial<Lookup> = {}): EligibilityResponse =>
  presentLookup(
    lookup({ basis: outcome && { outcome, source: 'registry', asOf }, ...details }),
    { decision: null, copay: null, attempts: null },
    now,
  );

describe('a lookup as the contract shows it', () => {
  it('is complete when the registry has answered', () => {
    const card = period({ fiveYearsFrom: '2027-07-01', area: 'K1' });
    const { group, number, benefitDigit, validFrom, validTo, registeredFacility, area, fiveYearsFrom } = card;
    const shown = {
      number,
      group,
      benefitDigit,
      validFrom,
      validTo,
      registeredFacility,
      area,
      fiveYearsFrom,
    };
    expect(present(answered('000', [card], 'Thẻ còn giá trị sử dụng!'))).toStrictEqual({
      lookupId: lookup().id,
      verdict: 'eligible',
      reason: 'card-valid',
      mayAdmit: true,
      identity: {
        presence: 'qr',
        personalId: '001*****0017',
        fullName: 'Đỗ Thị Mẫu',
        dateOfBirth: '1990-02-17',
        sex: 'female',
        warnings: [],
        presentedBy: null,
      },
      card: shown,
      cards: [{ ...shown, applies: true }],
      benefit: null,
      segments: null,
      copay: null,
      procedures: [],
      freshness: {
        source: 'registry',
        asOf: '2026-11-21T08:15:02+07:00',
        ageSeconds: 1,
        recheckBefore: '2026-11-21T23:59:59+07:00',
      },
      recheck: null,
      registry: { code: '000', message: 'Thẻ còn giá trị sử dụng!' },
      guidance: reasons['card-valid'].guidance,
      legalBasis: ['NĐ 188/2025 Đ37'],
      evidence: null,
      degraded: [],
      receipt: null,
    });
  });

  it.each([
    ['pending', null, 'registry-pending'],
    ['unreachable', unreachable, 'registry-unreachable'],
  ])('says that nothing is known while it is %s', (_state, outcome, reason) => {
    expect(present(outcome)).toMatchObject({
      verdict: 'undetermined',
      reason,
      mayAdmit: true,
      card: null,
      cards: [],
      registry: null,
      freshness: { source: 'none', asOf: null, ageSeconds: null },
    });
  });

  it('shows every period, oldest first, and marks the one that applies', () => {
    const older = period({ number: 'GD4999900000017', validFrom: '2025-01-01', validTo: '2025-12-31' });
    const { cards, card } = present(answered('003', [older, period()]));
    expect(cards.map(({ number, applies }) => [number, applies])).toStrictEqual([
      ['GD4999900000017', false],
      ['DN4999900000017', true],
    ]);
    expect(card?.number).toBe('DN4999900000017');
  });

  it('says what the code means where the registry says nothing', () => {
    expect(present(answered('050', [])).registry).toStrictEqual({
      code: '050',
      message: resultCodes.get('050')?.text,
    });
    expect(present(answered('777', [])).registry).toStrictEqual({ code: '777', message: null });
  });

  it('takes the sex from the registry where it has one', () => {
    expect(present(answered('000'), { person: { ...person, sex: null } }).identity.sex).toBe('female');
    expect(present(null, { person: { ...person, sex: 'male' } }).identity.sex).toBe('male');
  });
});

describe('how fresh it is', () => {
  it.each([
    ['2026-11-21', '2026-11-21T23:59:59+07:00'],
    ['2026-11-30', '2026-11-30T23:59:59+07:00'],
    ['2026-11-01', '2026-11-21T23:59:59+07:00'],
  ])('holds to the end of the day of the visit, or of today: visit on %s', (date, recheckBefore) => {
    const { freshness } = present(answered('000'), { visit: { id: null, date } });
    expect(freshness.recheckBefore).toBe(recheckBefore);
  });

  it('says how often it was rechecked, and when it will be, unless somebody has settled it meanwhile', () => {
    const recheck = { attempts: 2, nextAt: new Date('2026-11-21T01:20:00Z') };
    expect(present(unreachable, { recheck }).recheck).toEqual({
      attempts: 2,
      nextAt: '2026-11-21T08:20:00+07:00',
    });
    expect(present(answered('000'), { recheck }).recheck).toEqual({ attempts: 2, nextAt: null });
  });

  it('is told of a kept answer by its age', () => {
    const basis = {
      outcome: answered('000'),
      source: 'cache',
      asOf: new Date('2026-11-21T01:10:00Z'),
    } as const;
    expect(present(null, { basis }).freshness).toMatchObject({
      source: 'cache',
      asOf: '2026-11-21T08:10:00+07:00',
      ageSeconds: 303,
    });
  });

  it('is never negative, though clocks of two machines differ', () => {
    const basis = {
      outcome: answered('000'),
      source: 'registry',
      asOf: new Date(now.getTime() + 500),
    } as const;
    expect(present(null, { basis }).freshness.ageSeconds).toBe(0);
  });
});

describe('an identity mismatch', () => {
  it.each(['060', '061', '070', '080', '090'])(
    'shows what was presented and nothing of the registry’s: %s',
    (code) => {
      const stranger = period({ number: 'HT3999900000025' });
      const shown = present(answered(code, [stranger], 'Họ tên : Tạ Văn Khác, Ngày sinh: 01/01/1950'), {
        person: { ...person, sex: null },
      });
      expect(shown).toMatchObject({
        reason: 'identity-mismatch',
        card: null,
        cards: [],
        identity: { sex: null },
      });
      expect(shown.registry?.message).toBe(resultCodes.get(code)?.text);
      expect(JSON.stringify(shown)).not.toMatch(/HT3999900000025|Tạ Văn Khác|1950/);
    },
  );
});

const outcomes = fc
  .tuple(fc.constantFrom(...resultCodes.keys(), '777'), fc.array(cardPeriod, { maxLength: 3 }))
  .map(([code, periods]) => answered(code, periods, 'câu của cơ quan BHXH'));

describe('whatever was found', () => {
  it('is what the contract’s schema describes, and nothing besides', () => {
    fc.assert(
      fc.property(fc.option(outcomes), (outcome) => {
        const json: unknown = JSON.parse(JSON.stringify(present(outcome)));
        expect(eligibilityResponse.parse(json)).toStrictEqual(json);
      }),
    );
  });

  it('has exactly one card that applies when eligible, else none', () => {
    fc.assert(
      fc.property(outcomes, (outcome) => {
        const { verdict, cards, card } = present(outcome);
        const applying = cards.filter(({ applies }) => applies);
        expect(applying).toHaveLength(verdict === 'eligible' ? 1 : 0);
        expect(applying.map(({ number }) => number)).toStrictEqual(card === null ? [] : [card.number]);
      }),
    );
  });
});

describe('the whole personal number', () => {
  const bare = period({
    number: person.number,
    group: null,
    benefitDigit: null,
    validFrom: null,
    validTo: null,
  });
  // An army card known by nothing else, and a sentence of the registry that names the person by number.
  const answerWithNumber = answered('001', [bare], `Số định danh ${person.number}: kiểm tra thẻ giấy`);
  const shownTo = (presence: Presence) => present(answerWithNumber, { person: { ...person, presence } });

  it.each(['qr', 'typed'] as const)('is shown nowhere when presence is only %s', (presence) => {
    const shown = shownTo(presence);
    expect(shown.identity.personalId).toBe('001*****0017');
    expect(JSON.stringify(shown)).not.toContain(person.personalId);
  });

  it.each(['chip-verified', 'vneid-verified'] as const)('is shown when presence is %s', (presence) => {
    expect(shownTo(presence)).toMatchObject({
      identity: { presence, personalId: person.personalId },
      cards: [{ number: person.number }],
      registry: { message: `Số định danh ${person.number}: kiểm tra thẻ giấy` },
    });
  });

  it('is never shown of who only showed a QR, whatever was found', () => {
    fc.assert(
      fc.property(fc.option(outcomes), (outcome) => {
        expect(JSON.stringify(present(outcome))).not.toContain(person.personalId);
      }),
    );
  });
});

describe('who presented the patient', () => {
  it('is shown masked, however well proven, and never as the patient', () => {
    const shown = present(answered('000'), {
      person: { ...person, presence: 'vneid-verified' },
      presentedBy: { personalId: '001085000033', relation: 'guardian' },
    });
    expect(shown.identity).toMatchObject({
      personalId: person.personalId,
      presentedBy: { personalId: '001*****0033', relation: 'guardian' },
    });
    expect(JSON.stringify(shown)).not.toContain('001085000033');
  });
});

describe('a child without a card', () => {
  it('is admitted, with the sentence and the law it rests on', () => {
    const shown = present(answered('130', []));
    expect(shown).toMatchObject({
      verdict: 'undetermined',
      reason: 'child-without-card',
      mayAdmit: true,
      legalBasis: ['NĐ 188/2025 Đ37 k2', 'NĐ 188/2025 Đ50 k1 a'],
    });
    expect(shown.guidance.vi).toMatch(/giấy chứng sinh.*mã thẻ tạm trên cổng BHXH/);
  });

  it('that was just born has no number: the sentence says who signs', () => {
    const visit = { id: null, date: '2026-11-21', newborn: true };
    const shown = present(answered('130', []), { visit });
    expect(shown).toMatchObject({
      mayAdmit: true,
      legalBasis: ['NĐ 188/2025 Đ37 k2', 'NĐ 188/2025 Đ50 k1 a'],
    });
    expect(shown.guidance.vi).toMatch(/TE1.*người đại diện cơ sở ký/);
    expect(present(answered('000'), { visit }).guidance).toStrictEqual(reasons['card-valid'].guidance);
  });
});

describe('a temporary code', () => {
  it.each([
    ['TE1999900000017', '99000', ['CARD_TEMPORARY']],
    ['HG4999900000017', '99000', ['CARD_TEMPORARY']],
    ['TE1999900000017', '99001', []],
    ['TE1999900000017', '01000', []],
    ['DN4999900000017', '99000', []],
  ])('%s registered with %s: %j', (number, code, warnings) => {
    const card = period({ number, registeredFacility: { code, name: null } });
    expect(present(answered('000', [card])).identity.warnings).toEqual(warnings);
  });
});

describe('the law behind the sentence', () => {
  it.each(Object.entries(reasons))('%s cites article and clause', (_reason, { legalBasis }) => {
    expect(legalBasis.length).toBeGreaterThan(0);
    for (const cited of legalBasis) expect(cited).toMatch(/^(NĐ 188\/2025|Luật BHYT) Đ\d+( k\d+( [a-z])?)?$/);
  });
});
