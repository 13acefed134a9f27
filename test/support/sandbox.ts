import * as z from 'zod';

import type { LocalService } from '../../local/service.ts';
import { send } from './desk.ts';

const sandbox = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      subjects: z.record(z.string(), z.unknown()),
      expected: z.object({ verdict: z.string(), reason: z.string() }),
    }),
  ),
});

/** The people as GET /sandbox lists them. */
export async function listedPeople({ url }: LocalService): Promise<z.infer<typeof sandbox>['people']> {
  const { body } = await send(`${url}/sandbox`);
  return sandbox.parse(body).people;
}
