import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import type { Lambda } from '../../local/functions.ts';
import type { QueueBlueprint } from '../../local/template-queues.ts';

/** A queue `work` whose failures are visible again in a moment, and go to `dead` after two tries. */
export const workAndDead: readonly QueueBlueprint[] = [
  { id: 'work', visibilityMs: 20, redrive: { deadLettersId: 'dead', tries: 2 } },
  { id: 'dead', visibilityMs: 0, redrive: null },
];

export const queueUrl = (id: string): string => `http://127.0.0.1/000000000000/${id}`;

/** A folder for the length of one test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiep-don-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Lambda with one function, which is this. */
export const lambdaOf = (consumer: (event: unknown) => Promise<unknown>): Lambda => ({
  invoke: (_id, event) => consumer(event),
  queue: (_id, event) => {
    void consumer(event);
  },
  close: () => Promise.resolve(),
});
