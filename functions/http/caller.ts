import type { APIGatewayProxyEvent } from 'aws-lambda';

import type { Directory } from '../adapters/dynamodb/directory.ts';
import type { CallerTokenVerifier } from '../adapters/tokens/facility-token.ts';
import type { Operator } from '../core/registry/answer.ts';
import { ProblemError } from './problem.ts';
import { header } from './request.ts';

export type Scope = 'eligibility:check' | 'eligibility:history';

/** Who asks: a facility, and the person signed in where the token names one. */
export interface Caller {
  readonly facility: string;
  readonly operator: Operator | null;
}

export type Authenticate = (event: APIGatewayProxyEvent, scope: Scope) => Promise<Caller>;

/** The token decides which client asks; our own directory, never the token, decides for which facility. */
export const createAuthenticate =
  (verify: CallerTokenVerifier, directory: Directory): Authenticate =>
  async (event, scope) => {
    const token = /^Bearer +([\w~+/.-]+=*)$/i.exec(header(event, 'authorization') ?? '')?.[1];
    if (token === undefined) throw unauthenticated('Bearer');
    const verified = await verify(token);
    if (!verified.ok) {
      throw verified.error === 'keys-unavailable'
        ? new ProblemError('unavailable', {}, { 'retry-after': '5' })
        : unauthenticated('Bearer error="invalid_token"');
    }
    const { clientId, scopes, operator } = verified.value;
    if (!scopes.has(scope)) {
      throw new ProblemError(
        'missing-scope',
        { detail: `The access token lacks the scope ${scope}.` },
        { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
      );
    }
    const facility = await directory.facilityOfClient(clientId);
    if (facility === null) throw new ProblemError('facility-unknown');
    return { facility, operator };
  };

const unauthenticated = (challenge: string): ProblemError =>
  new ProblemError('unauthenticated', {}, { 'www-authenticate': challenge });
