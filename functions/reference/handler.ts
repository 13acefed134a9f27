import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { endpoint, json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { openApi } from './openapi.ts';
import { page } from './page.ts';

const telemetry = createTelemetry();

/** The reader's program, served by ourselves: a hospital network often lets no other host through. */
const assets = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['start.js', 'text/javascript; charset=utf-8'],
]);

const START = `window.ui = SwaggerUIBundle({
  url: './openapi.json',
  dom_id: '#reference',
  docExpansion: 'full',
  defaultModelExpandDepth: 3,
  deepLinking: true,
  validatorUrl: null,
});`;

const HTML_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** `GET /openapi.json`, `GET /docs` and what the page needs. */
export const handler = endpoint(telemetry, async (event) => {
  switch (event.resource) {
    case '/openapi.json':
      return json(200, openApi);
    case '/docs':
      return { statusCode: 200, headers: HTML_HEADERS, body: page };
    default:
      return asset(event);
  }
});

async function asset(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const name = event.pathParameters?.['asset'] ?? '';
  const type = assets.get(name);
  if (type === undefined) throw new ProblemError('not-found');
  return {
    statusCode: 200,
    headers: { 'content-type': type, 'cache-control': 'public, max-age=86400' },
    body: name === 'start.js' ? START : await readFile(locate(name), 'utf8'),
  };
}

/** Beside the bundle in Lambda (lib/functions.ts copies it there), in node_modules elsewhere. */
const locate = (name: string): string => createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
