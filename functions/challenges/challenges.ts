import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { IssueChallenge } from '../adapters/dynamodb/challenges.ts';
import { localTimestamp } from '../core/calendar.ts';
import type { Authenticate } from '../http/caller.ts';
import type { PresenceChallenge } from '../http/contract/presence-challenge.ts';
import { json } from '../http/endpoint.ts';

export interface ChallengePorts {
  readonly authenticate: Authenticate;
  readonly issue: IssueChallenge;
}

/**
 * `POST /v1/presence/challenges`: a nonce for the desk to show. A token that carries it was made while the patient
 * stood before that desk, so one caught on its way, or taken at another desk, is of no use.
 */
export const createChallenge =
  ({ authenticate, issue }: ChallengePorts) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { facility } = await authenticate(event, 'eligibility:check');
    const { nonce, expiresAt } = await issue(facility);
    const body: PresenceChallenge = {
      nonce,
      expiresAt: localTimestamp(expiresAt),
      qr: `tiep-don:presence?${new URLSearchParams({ facility, nonce }).toString()}`,
    };
    return json(201, body);
  };
