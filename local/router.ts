import type { IncomingMessage, ServerResponse } from 'node:http';

import { type FacilityIssuer, ISSUER_PATH } from './facility-issuer.ts';
import type { Gateway } from './gateway.ts';
import { parseJson, readBody, sendJson } from './http.ts';
import { readMintRequest, type VneidIssuer } from './vneid-issuer.ts';

/** The one address: what only the sandbox has, and beside it the API as the template routes it. */
export function createRouter(parts: {
  readonly gateway: Gateway;
  readonly describe: () => Promise<unknown>;
  readonly vneid: VneidIssuer;
  readonly issuer: FacilityIssuer;
}): Gateway {
  const { gateway, describe, vneid, issuer } = parts;
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = `${request.method ?? ''} ${pathname}`;
    if (pathname.startsWith(`${ISSUER_PATH}/`)) issuer.handle(request, response);
    else if (route === 'GET /sandbox') sendJson(response, 200, await describe());
    else if (route === `GET ${vneid.jwksPath}`) sendJson(response, 200, vneid.jwks);
    else if (route === `POST ${vneid.mintPath}`) await mint(vneid, request, response);
    else await gateway(request, response);
  };
}

async function mint(vneid: VneidIssuer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const claims = readMintRequest(parseJson((await readBody(request)).toString('utf8')));
  if (claims === null) sendJson(response, 400, { error: 'Send the claims as one JSON object.' });
  else sendJson(response, 200, { token: await vneid.mint(claims) });
}
