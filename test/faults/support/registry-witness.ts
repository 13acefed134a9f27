import { createServer, type IncomingMessage, request as callTarget, type ServerResponse } from 'node:http';

import * as z from 'zod';

import { closeServer, listenOn, parseJson, readBody } from '../../../local/http.ts';

/** Sees every question that reaches the registry and every answer that leaves it whole. It changes neither. */
export interface RegistryWitness {
  readonly url: string;
  /** The result codes that the registry has given this facility about whoever has this number. */
  said(facility: string, number: string): ReadonlySet<string>;
  /** The most questions of this facility about whoever has this number that were ever open at the same time. */
  mostAtOnce(facility: string, number: string): number;
  close(): Promise<void>;
}

const LOOKUP = '/api/egw/kqnhanlichsukcb2024';

const question = z.object({ maThe: z.string() });
const answer = z.object({ maKetQua: z.string() });

export async function startRegistryWitness(registry: string): Promise<RegistryWitness> {
  const said = new Map<string, Set<string>>();
  const open = new Map<string, number>();
  const mostAtOnce = new Map<string, number>();

  function enter(key: string, response: ServerResponse): void {
    const now = (open.get(key) ?? 0) + 1;
    open.set(key, now);
    mostAtOnce.set(key, Math.max(mostAtOnce.get(key) ?? 0, now));
    response.once('close', () => open.set(key, (open.get(key) ?? 1) - 1));
  }

  function note(key: string, body: Buffer): void {
    const code = answer.safeParse(parseJson(body.toString('utf8'))).data?.maKetQua;
    if (code === undefined) return;
    said.set(key, (said.get(key) ?? new Set()).add(code));
  }

  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        const key = keyOf(request, body);
        if (key !== null) enter(key, response);
        passOn(registry, request, body, response, (answered) => {
          if (key !== null) note(key, answered);
        });
      },
      () => response.destroy(),
    );
  });
  return {
    url: await listenOn(server, 0),
    said: (facility, number) => said.get(`${facility} ${number}`) ?? new Set(),
    mostAtOnce: (facility, number) => mostAtOnce.get(`${facility} ${number}`) ?? 0,
    close: () => closeServer(server),
  };
}

/** Which facility asks about whom; null where it is no question about a person. */
function keyOf(request: IncomingMessage, body: Buffer): string | null {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname.toLowerCase() !== LOOKUP) return null;
  const asked = question.safeParse(parseJson(body.toString('utf8')));
  const account = searchParams.get('username') ?? '';
  return asked.success ? `${account.slice(0, 5)} ${asked.data.maThe}` : null;
}

function passOn(
  registry: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  onWhole: (answer: Buffer) => void,
): void {
  const { method = 'GET', headers } = request;
  const onward = callTarget(new URL(request.url ?? '/', registry), { method, headers }, (answered) => {
    const chunks: Buffer[] = [];
    answered.on('data', (chunk: Buffer) => chunks.push(chunk));
    answered.on('end', () => {
      onWhole(Buffer.concat(chunks));
    });
    // What breaks off there breaks off here.
    answered.on('error', () => response.destroy());
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(body);
}
