import type { Asker, AskRequest } from '../../core/eligibility/ports.ts';
import type { AskOutcome } from '../../core/registry/answer.ts';
import { answerOf, createInvoke, type InvokeOptions } from '../aws/invoke.ts';
import { askOutcome } from '../dynamodb/stored.ts';

export interface LambdaAskerOptions extends InvokeOptions {
  readonly now: () => Date;
}

/** Hanging up before the request has left would start nothing and still hold the inquiry. */
const SHORTEST_WAIT_MS = 150;
const QUEUE_TIMEOUT_MS = 1000;

/**
 * Asks through the asking function. Leaving the wait does not stop it: a function goes on when its caller hangs
 * up, writes the answer, and the lookup's address shows it.
 */
export function createLambdaAsker(options: LambdaAskerOptions): Asker {
  const { now } = options;
  const invoke = createInvoke(options);

  /** As many askings run as the registry bears: this one waits in Lambda's own queue. */
  async function queue(request: AskRequest): Promise<'under-way' | 'not-started'> {
    try {
      const { status } = await invoke('Event', request, QUEUE_TIMEOUT_MS);
      return status === 202 ? 'under-way' : 'not-started';
    } catch {
      return 'not-started';
    }
  }

  return {
    async ask(request, until) {
      const waitMs = until.getTime() - now().getTime();
      if (waitMs < SHORTEST_WAIT_MS) return queue(request);
      try {
        const response = await invoke('RequestResponse', request, waitMs);
        if (response.status === 429) return await queue(request);
        return await readOutcome(response);
      } catch (error) {
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
