import type { Invoke } from '../aws/invoke.ts';

/** Enough for a request to leave, and within what a lookup keeps back for storing its answer. */
const SHORTEST_QUEUE_MS = 50;

/** Leaves it in Lambda's own queue, in the time that is left. */
export async function enqueue(
  invoke: Invoke,
  request: unknown,
  leftMs: number,
): Promise<'under-way' | 'not-started'> {
  const { status } = await invoke('Event', request, Math.max(leftMs, SHORTEST_QUEUE_MS));
  return status === 202 ? 'under-way' : 'not-started';
}

/** What has left is taken up, here or in the queue: to end its inquiry would drop the answer to come. */
export const startedDespite = (error: unknown): 'under-way' | 'not-started' =>
  error instanceof DOMException && error.name === 'TimeoutError' ? 'under-way' : 'not-started';
