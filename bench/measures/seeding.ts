import type { APIGatewayProxyEvent } from 'aws-lambda';

import { eventAbout, lookUp, patients, readAnswer } from '../desk.ts';
import type { Run } from '../processes/host.ts';
import type { World } from '../world.ts';

/** How many people's answers are in the cache; lookups go round them. */
const KNOWN = 20;

/** Looks people up through the service, so that the facility has a fresh answer about each; checkLookups tells. */
export async function seedCache({ service, token }: World): Promise<void> {
  await Promise.all(patients.slice(0, KNOWN).map((person) => lookUp(service, token, person)));
}

export const cachedEvents = ({ token }: World, count: number): APIGatewayProxyEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const person = patients[index % KNOWN];
    if (person === undefined) throw new Error('There are too few patients');
    return eventAbout(token, person);
  });

/** Every answer must be the right one, and from the cache. */
export function checkLookups({ answers }: Run): void {
  for (const [index, { statusCode, body }] of answers.entries()) {
    const answer = readAnswer(statusCode, body);
    const expected = patients[index % KNOWN]?.expected;
    const isRight = answer.verdict === expected?.verdict && answer.reason === expected.reason;
    if (!isRight || answer.freshness.source !== 'cache') {
      throw new Error(`Wrong answer: ${answer.verdict}, ${answer.reason}, from ${answer.freshness.source}`);
    }
  }
}

export function checkFloor({ answers }: Run, { facility }: World): void {
  const right = JSON.stringify({ facility });
  if (answers.some(({ body }) => body !== right)) throw new Error('The floor did not find the facility');
}
