import { describe, expect, it } from 'vitest';

import { problemDocument } from '../../../functions/http/contract/eligibility-response.ts';
import { problemBody, type ProblemCode, problems } from '../../../functions/http/problem-catalogue.ts';
import { ProblemError, problemResponse } from '../../../functions/http/problem.ts';

/** The contract's list of statuses; 5xx for our own faults only. */
const statuses = [400, 401, 403, 404, 409, 413, 415, 422, 428, 429, 500, 503];

const isCode = (code: string): code is ProblemCode => code in problems;
const codes = Object.keys(problems).filter(isCode);

describe.each(codes)('the problem %s', (code) => {
  const { status, desk, vendor, title } = problems[code];

  it('has a status of the contract, and a code in small letters', () => {
    expect(statuses).toContain(status);
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('tells the desk in Vietnamese and in English what to do, and the vendor what to change', () => {
    for (const sentence of [desk.vi, desk.en, vendor]) expect(sentence).toMatch(/^\p{Lu}?[^]{15,}[.>]$/u);
    expect(desk.vi).not.toBe(desk.en);
    expect(desk.vi).toMatch(/[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/u);
    expect(title).toMatch(/^[A-Z]/);
  });

  it('is a document of RFC 9457 with our fields, served as one', () => {
    const error = new ProblemError(code, { errors: [{ pointer: '/subject', message: 'is wrong' }] });
    const response = problemResponse(error, 'request-1');
    expect(response).toMatchObject({
      statusCode: status,
      headers: { 'content-type': 'application/problem+json' },
    });
    const document: unknown = JSON.parse(response.body);
    expect(problemDocument.parse(document)).toStrictEqual(document);
    expect(document).toMatchObject({
      type: `urn:tiep-don:problem:${code}`,
      code,
      status,
      requestId: 'request-1',
    });
  });
});

describe('a problem document', () => {
  it('says its title where there is no more to say, and leaves out what it does not know', () => {
    expect(problemBody('not-found')).toStrictEqual({
      type: 'urn:tiep-don:problem:not-found',
      title: 'There is nothing at this address',
      status: 404,
      detail: 'There is nothing at this address',
      code: 'not-found',
      help: { desk: problems['not-found'].desk, vendor: problems['not-found'].vendor },
    });
  });

  it('says more where there is more, and carries headers of its own', () => {
    const error = new ProblemError('unavailable', { detail: 'The keys are away.' }, { 'retry-after': '5' });
    const { headers, body } = problemResponse(error, 'request-1');
    expect(headers).toMatchObject({ 'retry-after': '5' });
    expect(JSON.parse(body)).toMatchObject({ detail: 'The keys are away.' });
  });
});
