import { Agent, request } from 'undici';

export interface TransportOptions {
  readonly baseUrl: string;
  readonly connectTimeoutMs: number;
}

/** What came back over HTTP, whatever it says. `silence`: no answer in time, or no connection. */
export type Reply =
  { readonly kind: 'reply'; readonly status: number; readonly body: string } | { readonly kind: 'silence' };

export interface Transport {
  post(
    path: string,
    query: Readonly<Record<string, string>>,
    body: { readonly contentType: string; readonly text: string },
    timeoutMs: number,
  ): Promise<Reply>;
}

const MAX_ANSWER_BYTES = 1_000_000;

/**
 * HTTP to the registry. Session and password travel in the query string because the gateway wants them there
 * (protocol §2.0), so no URL and no error of the HTTP client leaves this file.
 */
export function createTransport({ baseUrl, connectTimeoutMs }: TransportOptions): Transport {
  const dispatcher = new Agent({ connect: { timeout: connectTimeoutMs }, maxResponseSize: MAX_ANSWER_BYTES });
  return {
    async post(path, query, body, timeoutMs) {
      if (timeoutMs <= 0) return { kind: 'silence' };
      try {
        const response = await request(new URL(`${baseUrl.replace(/\/$/, '')}${path}`), {
          method: 'POST',
          query,
          headers: { 'content-type': body.contentType, accept: 'application/json' },
          body: body.text,
          dispatcher,
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { kind: 'reply', status: response.statusCode, body: await response.body.text() };
      } catch {
        return { kind: 'silence' };
      }
    },
  };
}
