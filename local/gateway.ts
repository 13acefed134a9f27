import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';

import type { Lambda } from './functions.ts';
import { readBody } from './http.ts';
import { proxyEvent } from './proxy-event.ts';
import type { Blueprint } from './template.ts';

/** API Gateway's part: routes of the template to functions, its own answers worded as the template words them. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** API Gateway's own limit. Deployed, an event of Lambda ends at 6 MB before it: ADR 13. */
const MAX_BODY_BYTES = 10_000_000;

const answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
});

interface Match {
  readonly functionId: string;
  readonly resource: string;
  readonly pathParameters: Record<string, string>;
}

export function createGateway(blueprint: Blueprint, lambda: Lambda): Gateway {
  const routes = blueprint.routes.map((route) => ({ ...route, matches: matcher(route.path) }));

  const find = (method: string, path: string): Match | null => {
    for (const route of routes) {
      const pathParameters = route.method === method ? route.matches(path) : null;
      if (pathParameters !== null) {
        return { functionId: route.functionId, resource: route.path, pathParameters };
      }
    }
    return null;
  };

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const match = find(request.method ?? 'GET', url.pathname);
    if (match === null) {
      refuse(response, 'MISSING_AUTHENTICATION_TOKEN', 404);
      return;
    }
    const body = await readBody(request);
    const isBinary = blueprint.binaryMediaTypes.includes(mediaTypeOf(request));
    const text = body.toString(isBinary ? 'base64' : 'utf8');
    if (body.length > MAX_BODY_BYTES) {
      refuse(response, 'REQUEST_TOO_LARGE', 413);
      return;
    }
    try {
      const event = eventOf(request, url, match, { text, isBinary });
      const result = answer.parse(await lambda.invoke(match.functionId, event));
      response.writeHead(result.statusCode, result.headers);
      response.end(result.body);
    } catch {
      refuse(response, 'DEFAULT_5XX', 502);
    }
  };

  function refuse(response: ServerResponse, type: string, status: number): void {
    const worded = blueprint.gatewayResponses.get(type) ?? blueprint.gatewayResponses.get('DEFAULT_4XX');
    response.writeHead(worded?.status ?? status, {
      'content-type': 'application/problem+json',
      ...worded?.headers,
    });
    response.end((worded?.template ?? '{}').replaceAll('$context.requestId', randomUUID()));
  }
}

/** Path parameters, or null where the path is another. */
function matcher(path: string): (actual: string) => Record<string, string> | null {
  const parts = path.split('/');
  return (actual) => {
    const given = actual.split('/');
    if (given.length !== parts.length) return null;
    const parameters: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const value = given[index] ?? '';
      if (part.startsWith('{')) {
        if (value === '') return null;
        parameters[part.slice(1, -1)] = decode(value);
      } else if (part !== value) return null;
    }
    return parameters;
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const mediaTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function eventOf(
  request: IncomingMessage,
  url: URL,
  match: Match,
  { text, isBinary }: { readonly text: string; readonly isBinary: boolean },
): APIGatewayProxyEvent {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );
  return proxyEvent({
    method: request.method ?? 'GET',
    path: url.pathname,
    resource: match.resource,
    pathParameters: match.pathParameters,
    query: Object.fromEntries(url.searchParams),
    headers,
    body: text === '' ? null : text,
    isBase64Encoded: isBinary && text !== '',
    sourceIp: request.socket.remoteAddress ?? '',
  });
}
