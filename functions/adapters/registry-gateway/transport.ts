import { addAbortSignal, Readable } from 'node:stream';

import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';

import type { RegistryCall } from '../../core/eligibility/ports.ts';

export interface TransportOptions {
  readonly baseUrl: string;
  readonly connectTimeoutMs: number;
}

/** What came back over HTTP, whatever it says. `silence`: no answer in time, or no connection. */
export type Reply =
  { readonly kind: 'reply'; readonly status: number; readonly body: string } | { readonly kind: 'silence' };

export interface RegistryRequest {
  readonly path: string;
  /** Where the session travels: older functions of the gateway want the query, newer ones headers (protocol §2.0). */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: string;
}

export interface Transport {
  post(request: RegistryRequest, timeoutMs: number): Promise<Reply>;
}

/** The same, and somebody hears of every call: its time and status, never what was said. */
export const heardBy = (
  transport: Transport,
  now: () => Date,
  onCall: (call: RegistryCall) => void,
): Transport => ({
  async post(request, timeoutMs) {
    const at = now();
    const reply = await transport.post(request, timeoutMs);
    onCall({
      step: request.path === LOGIN_PATH ? 'login' : 'question',
      at,
      milliseconds: now().getTime() - at.getTime(),
      httpStatus: reply.kind === 'reply' ? reply.status : null,
    });
    return reply;
  },
});

export const LOGIN_PATH = '/api/token/take';

const MAX_ANSWER_BYTES = 1_000_000;

/**
 * HTTP to the registry. Session and password travel in query string or headers because the gateway wants them
 * there (protocol §2.0), so no URL, no header and no error of the HTTP client leaves this file. The client is the AWS SDK's own,
 * which is loaded anyway.
 */
export function createTransport({ baseUrl, connectTimeoutMs }: TransportOptions): Transport {
  const base = new URL(baseUrl);
  const client = new NodeHttpHandler({ connectionTimeout: connectTimeoutMs });
  return {
    async post({ path, query = {}, headers = {}, contentType, body }, timeoutMs) {
      if (timeoutMs <= 0) return { kind: 'silence' };
      const request = new HttpRequest({
        method: 'POST',
        protocol: base.protocol,
        hostname: base.hostname,
        ...(base.port !== '' && { port: Number(base.port) }),
        path: `${base.pathname.replace(/\/$/, '')}${path}`,
        query: { ...query },
        headers: {
          host: base.host,
          'content-type': contentType,
          'content-length': String(Buffer.byteLength(body)),
          accept: 'application/json',
          ...headers,
        },
        body,
      });
      const abortSignal = AbortSignal.timeout(timeoutMs);
      try {
        const { response } = await client.handle(request, { abortSignal });
        return {
          kind: 'reply',
          status: response.statusCode,
          body: await readText(response.body, abortSignal),
        };
      } catch {
        return { kind: 'silence' };
      }
    },
  };
}

async function readText(body: unknown, signal: AbortSignal): Promise<string> {
  if (!(body instanceof Readable)) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of addAbortSignal(signal, body)) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('The answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
