import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

import type { Asker, AskRequest } from '../../core/eligibility/ports.ts';
import type { AskOutcome } from '../../core/registry/answer.ts';
import { askOutcome } from '../dynamodb/stored.ts';

export interface LambdaAskerOptions {
  readonly functionName: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Another address than AWS's own, for the local run. */
  readonly endpoint?: string | undefined;
  readonly now: () => Date;
}

/** Hanging up before the request has left would start nothing and still hold the inquiry. */
const SHORTEST_WAIT_MS = 150;
const QUEUE_TIMEOUT_MS = 1000;

/**
 * Asks through the asking function. Leaving the wait does not stop it: a function goes on when its caller hangs
 * up, writes the answer, and the lookup's address shows it.
 *
 * Lambda's Invoke is one signed POST; the SDK's client for it would be a fifth of the lookup's bundle.
 */
export function createLambdaAsker(options: LambdaAskerOptions): Asker {
  const { functionName, region, now } = options;
  const signer = new SignatureV4({
    service: 'lambda',
    region,
    sha256: Sha256,
    credentials: options.credentials,
  });
  const endpoint = options.endpoint ?? `https://lambda.${region}.amazonaws.com`;
  const url = new URL(`${endpoint}/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`);

  async function invoke(
    type: 'RequestResponse' | 'Event',
    request: AskRequest,
    timeoutMs: number,
  ): Promise<Response> {
    const body = JSON.stringify(request);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json', 'x-amz-invocation-type': type },
      body,
    });
    return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
  }

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
  if (!response.ok || response.headers.has('x-amz-function-error')) return 'not-started';
  return askOutcome.parse(await response.json());
}
