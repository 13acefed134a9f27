import type { CopayAsker } from '../../core/eligibility/ports.ts';
import { createInvoke } from '../aws/invoke.ts';
import type { LambdaAskerOptions } from './lambda-asker.ts';
import { enqueue, startedDespite } from './queueing.ts';

/** Always through Lambda's queue: the registry takes 5 to 60 s (protocol §4.1), longer than any desk's budget. */
export function createLambdaCopayAsker({ now, ...options }: LambdaAskerOptions): CopayAsker {
  const invoke = createInvoke(options);
  return {
    async start(request, until) {
      try {
        return await enqueue(invoke, request, until.getTime() - now().getTime());
      } catch (error) {
        return startedDespite(error);
      }
    },
  };
}
