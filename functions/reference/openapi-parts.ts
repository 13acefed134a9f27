import * as z from 'zod/mini';

import { type ProblemCode, problems } from '../http/problem-catalogue.ts';

/** Pieces that the operations of the API description are put together from. */

export type Json = Readonly<Record<string, unknown>>;

/** Without its `$schema`: the document itself says which dialect its schemas speak. */
export const schema = (type: z.ZodMiniType, io: 'input' | 'output'): Json =>
  Object.fromEntries(Object.entries(z.toJSONSchema(type, { io })).filter(([name]) => name !== '$schema'));

export const answer = (name: string, description: string): Json => ({
  description,
  headers: { 'X-Request-ID': { $ref: '#/components/headers/RequestId' } },
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});

/** One response a status, naming every problem code that comes with it. */
export function problemResponses(codes: readonly ProblemCode[]): Json {
  const byStatus = Map.groupBy(codes, (code) => String(problems[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, sameStatus]) => [
      status,
      {
        description: sameStatus.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
        headers: { 'X-Request-ID': { $ref: '#/components/headers/RequestId' } },
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

export const everywhere: readonly ProblemCode[] = ['blocked', 'too-many-requests', 'internal', 'unavailable'];
export const ofCallers: readonly ProblemCode[] = [
  'unauthenticated',
  'facility-unknown',
  'missing-scope',
  ...everywhere,
];

export const security = [{ facilityToken: ['eligibility:check'] }]; // roles, as OpenAPI 3.1 allows for http schemes
export const requestIdParameter = { $ref: '#/components/parameters/RequestId' };
