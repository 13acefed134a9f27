import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';

import type { Lambda } from './functions.ts';
import { readBody } from './http.ts';
import type { Blueprint } from './template.ts';

/** API Gateway's part: routes of the template to functions, its own answers worded as the template words them. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** API Gateway's own limit; the functions' is far lower. */
const MAX_BODY_BYTES = 10_000_000;

const answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
});

interface Match {
  readonly functionId: string;
  readonly resource: string;
  readonly pathParameters: Record<string, string> | null;
}

export function createGateway(blueprint: Blueprint, lambda: Lambda): Gateway {
  const routes = blueprint.routes.map((route) => ({ ...route, matches: matcher(route.path) }));

  const find = (method: string, path: string): Match | null => {
    for (const route of routes) {
      const pathParameters = route.method === method ? route.matches(path) : null;
      if (pathParameters !== null) {
        const isPlain = Object.keys(pathParameters).length === 0;
        return {
          functionId: route.functionId,
          resource: route.path,
          pathParameters: isPlain ? null : pathParameters,
        };
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
    if (body.length > MAX_BODY_BYTES) {
      refuse(response, 'REQUEST_TOO_LARGE', 413);
      return;
    }
    try {
      const result = answer.parse(
        await lambda.invoke(match.functionId, proxyEvent(request, url, match, body)),
      );
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

function proxyEvent(request: IncomingMessage, url: URL, match: Match, body: Buffer): APIGatewayProxyEvent {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );
  const query = Object.fromEntries(url.searchParams);
  return {
    resource: match.resource,
    path: url.pathname,
    httpMethod: request.method ?? 'GET',
    headers,
    multiValueHeaders: {},
    queryStringParameters: Object.keys(query).length === 0 ? null : query,
    multiValueQueryStringParameters: null,
    pathParameters: match.pathParameters,
    stageVariables: null,
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      authorizer: null,
      httpMethod: request.method ?? 'GET',
      identity: { ...noIdentity, sourceIp: request.socket.remoteAddress ?? '' },
      path: url.pathname,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      requestTimeEpoch: Date.now(),
      resourceId: 'local',
      resourcePath: match.resource,
      stage: 'live',
    },
    body: body.length === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
  };
}

const noIdentity = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userAgent: null,
  userArn: null,
};
