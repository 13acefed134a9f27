import type { Asker, AskRequest } from '../../core/eligibility/ports.ts';
import type { AskOutcome } from '../../core/registry/answer.ts';
import { answerOf, createInvoke, type InvokeOptions } from '../aws/invoke.ts';
import { askOutcome } from '../dynamodb/stored.ts';

export interface LambdaAskerOptions extends InvokeOptions {
  readonly now: () => Date;
}

/** Hanging up before the request has left would start nothing and still hold the inquiry. */
const SHORTEST_WAIT_MS = 150;
/** Enough for a request to leave, and within what a lookup keeps back for storing its answer. */
const SHORTEST_QUEUE_MS = 50;

/**
 * Asks through the asking function. Leaving the wait does not stop it: a function goes on when its caller hangs
 * up, writes the answer, and the lookup's address shows it.
 */
export function createLambdaAsker(options: LambdaAskerOptions): Asker {
  const { now } = options;
  const invoke = createInvoke(options);

  const leftMs = (until: Date): number => until.getTime() - now().getTime();

  /** This one waits in Lambda's own queue. */
  async function queue(request: AskRequest, until: Date): Promise<'under-way' | 'not-started'> {
    const { status } = await invoke('Event', request, Math.max(leftMs(until), SHORTEST_QUEUE_MS));
    return status === 202 ? 'under-way' : 'not-started';
  }

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
        // What has left is taken up, here or in the queue: to end its inquiry would drop the answer to come.
        const isTimeUp = error instanceof DOMException && error.name === 'TimeoutError';
        return isTimeUp ? 'under-way' : 'not-started';
      }
    },
  };
}

async function readOutcome(response: Response): Promise<AskOutcome | 'not-started'> {
  const answer = await answerOf(response);
  return answer === null ? 'not-started' : askOutcome.parse(answer);
}
