import type { Asker, AskRequest } from '../../core/eligibility/ports.ts';
import type { AskOutcome } from '../../core/registry/answer.ts';
import { answerOf, createInvoke, type InvokeOptions } from '../aws/invoke.ts';
import { askOutcome } from '../dynamodb/stored.ts';
import { enqueue, startedDespite } from './queueing.ts';

export interface LambdaAskerOptions extends InvokeOptions {
  readonly now: () => Date;
}

/** Hanging up before the request has left would start nothing and still hold the inquiry. */
const SHORTEST_WAIT_MS = 150;

/**
 * Asks through the asking function. Leaving the wait does not stop it: a function goes on when its caller hangs
 * up, writes the answer, and the lookup's address shows it.
 */
export function createLambdaAsker(options: LambdaAskerOptions): Asker {
  const { now } = options;
  const invoke = createInvoke(options);

  const leftMs = (until: Date): number => until.getTime() - now().getTime();

  const queue = (request: AskRequest, until: Date): ReturnType<typeof enqueue> =>
    enqueue(invoke, request, leftMs(until));

  return {
    async ask(request, until) {
      const waitMs = leftMs(until);
      try {
        if (waitMs < SHORTEST_WAIT_MS) return await queue(request, until);
        const response = await invoke('RequestResponse', request, waitMs);
        // As many askings run as the registry bears.
        if (response.status === 429) return await queue(request, until);
        return await readOutcome(response);
      } catch (error) {
        return startedDespite(error);
      }
    },
  };
}

async function readOutcome(response: Response): Promise<AskOutcome | 'not-started'> {
  const answer = await answerOf(response);
  return answer === null ? 'not-started' : askOutcome.parse(answer);
}
