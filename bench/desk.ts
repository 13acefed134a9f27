import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';

import {
  type EligibilityResponse,
  eligibilityResponse,
} from '../functions/http/contract/eligibility-response.ts';
import { type SyntheticPerson, people } from '../local/people/people.ts';
import { chipSubject } from '../local/people/scans.ts';
import { proxyEvent } from '../local/proxy-event.ts';
import { sandboxOperator } from '../local/sandbox.ts';
import type { LocalService } from '../local/service.ts';

/** A facility's desk: what it sends, and a check of what it gets. */

/** Invented people whose card covers today. */
export const patients = people.filter(({ expected }) => expected.verdict === 'eligible');

export async function fetchToken({ clients, tokenUrl }: LocalService, facility: string): Promise<string> {
  const client = clients.find((candidate) => candidate.facility === facility);
  if (client === undefined) throw new Error(`No client speaks for facility ${facility}`);
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope: 'eligibility:check',
    }),
  });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

const bodyAbout = (person: SyntheticPerson): string =>
  JSON.stringify({ subject: chipSubject(person), operator: sandboxOperator });

export interface TimedAnswer {
  readonly ms: number;
  readonly answer: EligibilityResponse;
}

export async function lookUp(
  service: LocalService,
  token: string,
  person: SyntheticPerson,
): Promise<TimedAnswer> {
  const start = performance.now();
  const response = await fetch(`${service.url}/v1/eligibility`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: bodyAbout(person),
  });
  const body = await response.text();
  return { ms: performance.now() - start, answer: readAnswer(response.status, body) };
}

/** Waits at the lookup's own address. */
export async function followUp(
  service: LocalService,
  token: string,
  lookupId: string,
): Promise<EligibilityResponse> {
  const response = await fetch(`${service.url}/v1/lookups/${lookupId}?wait=20`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return readAnswer(response.status, await response.text());
}

/** Throws where it is not an answer of the contract: then there is nothing to measure. */
export function readAnswer(status: number, body: string): EligibilityResponse {
  if (status !== 200) throw new Error(`The service answered ${status}: ${body}`);
  return eligibilityResponse.parse(JSON.parse(body));
}

/** The same request as API Gateway hands it to the function. */
export const eventAbout = (token: string, person: SyntheticPerson): APIGatewayProxyEvent =>
  proxyEvent({
    method: 'POST',
    path: '/v1/eligibility',
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Host: 'api.example.vn',
      'User-Agent': 'HIS-Example/1.0',
      'X-Amzn-Trace-Id': 'Root=1-00000000-000000000000000000000000',
      'X-Forwarded-For': '192.0.2.7',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
    },
    body: bodyAbout(person),
    sourceIp: '192.0.2.7',
  });
