import type { IncomingMessage, ServerResponse } from 'node:http';

import { exportJWK, generateKeyPair } from 'jose';
import { type Adapter, type Configuration, Provider } from 'oidc-provider';

/** The sandbox's stand-in for Cognito: a real OpenID provider that gives facilities their access tokens. */
export interface FacilityIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly tokenUrl: string;
  readonly audience: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface Client {
  readonly facility: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

export const ISSUER_PATH = '/sandbox/oidc';
const AUDIENCE = 'https://tiep-don.sandbox';
const TOKEN_SECONDS = 3600;

/** Access tokens here speak for themselves and clients are given at the start: there is nothing to keep. */
class NothingKept implements Adapter {
  upsert(): Promise<void> {
    return Promise.resolve();
  }
  consume(): Promise<void> {
    return Promise.resolve();
  }
  destroy(): Promise<void> {
    return Promise.resolve();
  }
  revokeByGrantId(): Promise<void> {
    return Promise.resolve();
  }
  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  findByUid(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

export async function startFacilityIssuer(
  baseUrl: string,
  clients: readonly Client[],
): Promise<FacilityIssuer> {
  const issuer = `${baseUrl}${ISSUER_PATH}`;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'facilities-1' };
  const scopes = [...new Set(clients.flatMap((client) => client.scopes))];

  const configuration: Configuration = {
    adapter: NothingKept,
    clients: clients.map(({ clientId, clientSecret, scopes: own }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: own.join(' '),
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_method: 'client_secret_post',
    })),
    scopes,
    jwks: { keys: [key] },
    clientAuthMethods: ['client_secret_post', 'client_secret_basic'],
    clientBasedCORS: () => false,
    ttl: { ClientCredentials: TOKEN_SECONDS },
    // A client that names no scope gets all of its own, as with Cognito.
    formats: {
      customizers: {
        jwt: (_context, token, jwt) => {
          jwt.payload['scope'] ??= token.client?.scope;
        },
      },
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
  const provider = new Provider(issuer, configuration);
  const handle = provider.callback();
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    tokenUrl: `${issuer}/token`,
    audience: AUDIENCE,
    handle: (request, response) => {
      // The provider lives below a path: it wants to be told what the address was before.
      Object.assign(request, { originalUrl: request.url });
      request.url = (request.url ?? '').slice(ISSUER_PATH.length) || '/';
      void handle(request, response);
    },
  };
}
