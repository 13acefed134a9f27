import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { eligibilityRequest } from '../../../functions/http/contract/eligibility-request.ts';
import type { FieldError } from '../../../functions/http/problem-catalogue.ts';
import { ProblemError, problemResponse } from '../../../functions/http/problem.ts';
import {
  bodyText,
  header,
  loggableRequestId,
  parseBody,
  requestIdOf,
} from '../../../functions/http/request.ts';
import { apiEvent } from '../../support/events.ts';

const withHeaders = (headers: Record<string, string>) => apiEvent({ headers });

function problemOf(act: () => unknown): ProblemError {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('no problem');
}

describe('a header', () => {
  it.each(['X-Request-ID', 'x-request-id', 'X-REQUEST-ID'])('is found whatever its case: %s', (name) => {
    expect(header(withHeaders({ [name]: 'abc' }), 'x-request-id')).toBe('abc');
  });

  it('that was not sent is null', () => {
    expect(header(withHeaders({}), 'x-request-id')).toBeNull();
  });

  it('is null where API Gateway hands over none at all, and the request is refused as any other', () => {
    const bare = { ...apiEvent({ body: '{}' }), headers: null };
    expect(header(bare, 'x-request-id')).toBeNull();
    expect([requestIdOf(bare), loggableRequestId(bare)]).toEqual([
      'gateway-request-id',
      'gateway-request-id',
    ]);
    expect(problemOf(() => bodyText(bare)).code).toBe('unsupported-media-type');
  });
});

describe('the request id', () => {
  it.each([
    ['req-2026-000123', 'req-2026-000123'],
    ['!"#$~', '!"#$~'],
    ['a'.repeat(128), 'a'.repeat(128)],
    ['a'.repeat(129), 'gateway-request-id'],
    ['', 'gateway-request-id'],
    ['with blank', 'gateway-request-id'],
    ['Đỗ', 'gateway-request-id'],
    ['line\nbreak', 'gateway-request-id'],
  ])('is the caller’s where it can be echoed: %j', (sent, id) => {
    expect(requestIdOf(withHeaders({ 'X-Request-ID': sent }))).toBe(id);
  });

  it.each([
    '0193a5b0-7d1c-7000-8000-5f2e9bd1abcd',
    'F47AC10B-58CC-4372-A567-0E02B2C3D479',
    '99311907-00a0-1170-9021-26112109000b',
  ])('is logged where it is a UUID: %s', (sent) => {
    expect(loggableRequestId(withHeaders({ 'x-request-id': sent }))).toBe(sent);
  });

  it.each([
    '001190000017',
    '001-190-000-017',
    'visit-001-190-000-017',
    'visit_001a190b000c017',
    'DN4999900000017',
    'DN-4-99-9900000017',
    'visit-99-0000-0017',
    'do-thi-mau',
    '00000000-0000-0000-0000-001190000017',
    '0193a5b0-7d1c-7000-8000-001190000017',
    '00119000-0017-4a1b-8c2d-5f2e9bd1abcd',
    'visit-0193a5b0-7d1c-7000-8000-5f2e9bd1abcd',
    '0193a5b0-7d1c-7000-8000-5f2e9bd1abcd-001',
    '0193a5b07d1c700080005f2e9bd1abcd',
  ])('is not logged where it may be of a person, though echoed: %s', (sent) => {
    const event = withHeaders({ 'x-request-id': sent });
    expect(loggableRequestId(event)).toBe('gateway-request-id');
    expect(requestIdOf(event)).toBe(sent);
  });

  it('is never logged where it is a person’s number, whatever stands between its digits', () => {
    const between = fc.string({ unit: fc.constantFrom('-', '_', '.', ':', '/', 'a', 'Z'), maxLength: 3 });
    const separators = fc.array(between, { minLength: 13, maxLength: 13 });
    fc.assert(
      fc.property(separators, ([first = '', ...others]) => {
        const sent =
          first + '001190000017'.replaceAll(/\d/g, (digit, at: number) => digit + (others[at] ?? ''));
        expect(loggableRequestId(withHeaders({ 'x-request-id': sent }))).toBe('gateway-request-id');
      }),
    );
  });
});

describe('the body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON ;charset=UTF-8'])(
    'is taken as %s',
    (type) => {
      expect(bodyText(apiEvent({ headers: { 'Content-Type': type }, body: '{}' }))).toBe('{}');
    },
  );

  it.each(['text/plain', 'application/problem+json', 'application/x-www-form-urlencoded', '', 'json'])(
    'is refused as %j',
    (type) => {
      const event = apiEvent({ headers: { 'content-type': type }, body: '{}' });
      expect(problemOf(() => bodyText(event)).code).toBe('unsupported-media-type');
    },
  );

  it('is refused without a type', () => {
    expect(problemOf(() => bodyText(withHeaders({}))).code).toBe('unsupported-media-type');
  });

  it('may be 16 kB of UTF-8 and no more, plain or in base64', () => {
    const fits = 'Đ'.repeat(8 * 1024);
    const inBase64 = (text: string) =>
      apiEvent({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true });
    expect(bodyText(apiEvent({ body: fits }))).toBe(fits);
    expect(bodyText(inBase64(fits))).toBe(fits);
    expect(problemOf(() => bodyText(apiEvent({ body: `${fits}x` }))).code).toBe('body-too-large');
    expect(problemOf(() => bodyText(inBase64(`${fits}x`))).code).toBe('body-too-large');
  });

  it.each(['', '{', '{"a":1}}', 'undefined', "{'a':1}", '\uFEFF{}'])(
    'that is no JSON is said to be none: %j',
    (body) => {
      const problem = problemOf(() => parseBody(bodyText(apiEvent({ body })), eligibilityRequest));
      expect(problem.code).toBe('malformed-json');
      expect(problem.details).toStrictEqual({});
    },
  );
});

const subject = {
  kind: 'chip',
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
};
const errorsOf = (body: unknown): readonly FieldError[] =>
  problemOf(() => parseBody(JSON.stringify(body), eligibilityRequest)).details.errors ?? [];

describe('what is wrong with a request', () => {
  it.each([
    ['nothing sent', {}, '/subject'],
    ['no object', [], ''],
    ['no kind', { subject: { payload: 'x' } }, '/subject/kind'],
    ['an unknown kind', { subject: { ...subject, kind: 'passport' } }, '/subject/kind'],
    ['a missing field', { subject: { ...subject, fullName: undefined } }, '/subject/fullName'],
    ['a wrong type', { subject: { ...subject, personalId: 1190000017 } }, '/subject/personalId'],
    ['an empty field', { subject: { ...subject, fullName: '' } }, '/subject/fullName'],
    [
      'a field too long',
      { subject: { ...subject, dateOfBirth: '1990-02-17T00:00' } },
      '/subject/dateOfBirth',
    ],
    ['a field that is none', { subject, extra: 1 }, '/extra'],
    ['a field that is none, inside', { subject: { ...subject, sex: 'female' } }, '/subject/sex'],
    ['a date that does not exist', { subject, visit: { date: '2026-02-30' } }, '/visit/date'],
    ['a purpose that is none', { subject, visit: { purpose: 'visit' } }, '/visit/purpose'],
    ['a negative cost', { subject, visit: { inScopeCost: -1 } }, '/visit/inScopeCost'],
    ['half a đồng', { subject, visit: { inScopeCost: 0.5 } }, '/visit/inScopeCost'],
    [
      'a facility code',
      { subject, visit: { referral: { from: '9', signedOn: '2026-11-09' } } },
      '/visit/referral/from',
    ],
    [
      'an operator without a number',
      { subject, operator: { fullName: 'Tạ Văn Quầy' } },
      '/operator/personalId',
    ],
    [
      'an operator of digits',
      { subject, operator: { fullName: '1', personalId: '000200000025' } },
      '/operator/fullName',
    ],
    ['an include that is none', { subject, include: ['copay', 'x'] }, '/include/1'],
  ])('is named by JSON pointer: %s', (_what, body, pointer) => {
    const errors = errorsOf(body);
    expect(errors.map((error) => error.pointer)).toContain(pointer);
    for (const { message } of errors) expect(message).toMatch(/^(must|is) /);
  });

  it('is named for every field at once', () => {
    const pointers = errorsOf({ subject: { kind: 'chip' }, operator: {} }).map(({ pointer }) => pointer);
    expect(pointers.sort()).toStrictEqual([
      '/operator/fullName',
      '/operator/personalId',
      '/subject/dateOfBirth',
      '/subject/fullName',
      '/subject/personalId',
    ]);
  });

  it('is escaped as RFC 6901 wants it, and not repeated where it is no name of a field', () => {
    expect(errorsOf({ subject, 'a b': 1, '001190000017': 1 })).toStrictEqual([
      { pointer: '', message: 'is not a field of this object' },
      { pointer: '', message: 'is not a field of this object' },
    ]);
  });
});

/** In every string that is sent, so that it can be recognised wherever it turns up. */
const MARK = 'bímật';

describe('a problem document', () => {
  const textOf = (problem: ProblemError): string => problemResponse(problem, 'id').body;
  const secret = fc.string({ maxLength: 12 }).map((text) => `${MARK}${text}`);
  const field = fc.constantFrom(
    'kind',
    'payload',
    'personalId',
    'fullName',
    'dateOfBirth',
    'date',
    'chip',
    'x',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      secret,
      fc.constantFrom('chip', 'citizen-qr', 'card', 1, true, null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(field, secret), tie('tree'), { maxKeys: 5 }),
    ),
  }));
  const part = fc.constantFrom('subject', 'visit', 'operator', 'include', 'other');

  it('repeats no value that was sent, nor a key that cannot be a field', () => {
    fc.assert(
      fc.property(fc.dictionary(part, tree), fc.boolean(), (body, isChip) => {
        const sent = isChip
          ? { ...body, subject: { ...subject, fullName: [MARK], personalId: { a: MARK } } }
          : body;
        const problem = problemOf(() =>
          parseBody(JSON.stringify({ ...sent, [MARK]: 1 }), eligibilityRequest),
        );
        expect(textOf(problem)).not.toContain(MARK);
      }),
      { numRuns: 500 },
    );
  });

  it('repeats nothing of a body that is no JSON', () => {
    expect(textOf(problemOf(() => parseBody(`{"fullName":"${MARK}"`, eligibilityRequest)))).not.toContain(
      MARK,
    );
  });

  it('does not repeat the name of a data group that is none', () => {
    const chip = { sod: 'AAAA', dataGroups: { [MARK]: '!' } };
    const problem = problemOf(() =>
      parseBody(JSON.stringify({ subject: { ...subject, chip } }), eligibilityRequest),
    );
    expect(textOf(problem)).not.toContain(MARK);
  });
});
