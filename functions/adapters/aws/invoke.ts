import { type AwsAccess, createSignedPost } from './signed-post.ts';

export interface InvokeOptions extends AwsAccess {
  readonly functionName: string;
}

/** `Event` leaves it in Lambda's own queue and does not wait for the function. */
export type Invoke = (
  type: 'RequestResponse' | 'Event',
  payload: unknown,
  timeoutMs: number,
) => Promise<Response>;

/** Lambda's Invoke is one signed POST; the SDK's client for it would be a fifth of the lookup's bundle. */
export function createInvoke({ functionName, ...access }: InvokeOptions): Invoke {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  const post = createSignedPost('lambda', path, access);
  return (type, payload, timeoutMs) =>
    post({ 'content-type': 'application/json', 'x-amz-invocation-type': type }, payload, timeoutMs);
}

/** What the function answered; null where it crashed or was not let in. */
export async function answerOf(response: Response): Promise<unknown> {
  if (!response.ok || response.headers.has('x-amz-function-error')) return null;
  return response.json();
}
