import { describe, expect, it } from 'vitest';

import type { CallerToken, CallerTokenFault } from '../../../functions/adapters/tokens/facility-token.ts';
import { failed, ok, type Result } from '../../../functions/core/result.ts';
import { type Caller, createAuthenticate } from '../../../functions/http/caller.ts';
import { ProblemError } from '../../../functions/http/problem.ts';
import { apiEvent } from '../../support/events.ts';
import { operator } from '../../support/samples.ts';

const token: CallerToken = {
  clientId: 'client-a',
  scopes: new Set(['eligibility:check']),
  operator: null,
  expiresAt: new Date('2026-11-21T09:00:00Z'),
};

/** One token, `good.token.1`, is verified; the directory knows one client. */
function authenticate(
  authorization: string | null,
  verified: Result<CallerToken, CallerTokenFault> = ok(token),
): Promise<Caller | ProblemError> {
  const verify = (sent: string): Promise<Result<CallerToken, CallerTokenFault>> =>
    Promise.resolve(sent === 'good.token.1' ? verified : failed('token-rejected'));
  const directory = {
    facilityOfClient: (id: string) => Promise.resolve(id === 'client-a' ? '99001' : null),
    facility: () => Promise.resolve(null),
  };
  const headers = authorization === null ? {} : { Authorization: authorization };
  return createAuthenticate(verify, directory)(apiEvent({ headers }), 'eligibility:check').catch(
    (error: unknown) => {
      if (error instanceof ProblemError) return error;
      throw error;
    },
  );
}

describe('a caller', () => {
  it.each(['Bearer good.token.1', 'bearer good.token.1', 'BEARER   good.token.1'])(
    'speaks for the facility the directory names: %s',
    async (authorization) => {
      expect(await authenticate(authorization)).toStrictEqual({ facility: '99001', operator: null });
    },
  );

  it('is the person that the token names', async () => {
    const caller = await authenticate('Bearer good.token.1', ok({ ...token, operator }));
    expect(caller).toStrictEqual({ facility: '99001', operator });
  });

  it.each([
    null,
    '',
    'Bearer',
    'Bearer ',
    'Basic good.token.1',
    'good.token.1',
    'Bearer good.token.1 x',
    'Bearer a,b',
  ])('without a bearer token is asked for one: %j', async (authorization) => {
    expect(await authenticate(authorization)).toMatchObject({
      code: 'unauthenticated',
      headers: { 'www-authenticate': 'Bearer' },
    });
  });

  it('with a token that is not accepted is told so, and not why', async () => {
    expect(await authenticate('Bearer other')).toMatchObject({
      code: 'unauthenticated',
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      details: {},
    });
  });

  it('whose token cannot be checked is asked to come again', async () => {
    expect(await authenticate('Bearer good.token.1', failed('keys-unavailable'))).toMatchObject({
      code: 'unavailable',
      headers: { 'retry-after': '5' },
    });
  });

  it('without the scope is told which', async () => {
    const withoutScope = ok({ ...token, scopes: new Set(['eligibility:history']) });
    expect(await authenticate('Bearer good.token.1', withoutScope)).toMatchObject({
      code: 'missing-scope',
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="eligibility:check"' },
    });
  });

  it('of a client nobody registered belongs to no facility', async () => {
    const stranger = ok({ ...token, clientId: 'client-z' });
    expect(await authenticate('Bearer good.token.1', stranger)).toMatchObject({ code: 'facility-unknown' });
  });
});
