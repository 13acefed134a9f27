import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

import { afterAll } from 'vitest';

import { closeServer, listenOn, readBody } from '../../local/http.ts';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Recorder {
  readonly url: string;
  /** Everything that has arrived, in its order. */
  readonly requests: Recorded[];
  /** How the requests from now on are answered. */
  answer: (request: Recorded, response: ServerResponse) => void;
}

/** A server that remembers word for word what it was sent, for as long as a test file runs. */
export async function startRecorder(): Promise<Recorder> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((bytes) => {
      const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
      const recorded = {
        method: request.method ?? '',
        path,
        query: new URLSearchParams(query),
        headers: request.headers,
        body: bytes.toString('utf8'),
      };
      requests.push(recorded);
      recorder.answer(recorded, response);
    });
  });
  const recorder: Recorder = {
    url: await listenOn(server, 0),
    requests,
    answer: (_request, response) => response.end(),
  };
  afterAll(() => closeServer(server));
  return recorder;
}

/** Answers with this, whatever is asked. */
export const replying =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Recorder['answer'] =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
