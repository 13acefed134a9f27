import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

export interface InvokeOptions {
  readonly functionName: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Another address than AWS's own, for the local run. */
  readonly endpoint?: string | undefined;
}

/** `Event` leaves it in Lambda's own queue and does not wait for the function. */
export type Invoke = (
  type: 'RequestResponse' | 'Event',
  payload: unknown,
  timeoutMs: number,
) => Promise<Response>;

/** Lambda's Invoke is one signed POST; the SDK's client for it would be a fifth of the lookup's bundle. */
export function createInvoke({ functionName, region, credentials, endpoint }: InvokeOptions): Invoke {
  const signer = new SignatureV4({ service: 'lambda', region, sha256: Sha256, credentials });
  const base = endpoint ?? `https://lambda.${region}.amazonaws.com`;
  const url = new URL(`${base}/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`);
  return async (type, payload, timeoutMs) => {
    const body = JSON.stringify(payload);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json', 'x-amz-invocation-type': type },
      body,
    });
    return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
  };
}

/** What the function answered; null where it crashed or was not let in. */
export async function answerOf(response: Response): Promise<unknown> {
  if (!response.ok || response.headers.has('x-amz-function-error')) return null;
  return response.json();
}
