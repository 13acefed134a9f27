import * as z from 'zod';

import type { Credentials } from './service.ts';

export interface Operator {
  readonly fullName: string;
  readonly personalId: string;
}

export interface Access {
  readonly credentials: Credentials;
  /** Null: the access token names the person. */
  readonly operator: Operator | null;
}

const sandbox = z.object({
  tokenUrl: z.string(),
  clients: z.array(z.object({ clientId: z.string(), clientSecret: z.string() })).min(1),
  operator: z.object({ fullName: z.string(), personalId: z.string() }),
});

/** As the environment says; where it says nothing, as the first client of the sandbox at the address. */
export async function findAccess(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
  operator: Operator | null,
): Promise<Access> {
  const clientId = environment['TIEP_DON_CLIENT_ID'];
  const clientSecret = environment['TIEP_DON_CLIENT_SECRET'];
  const tokenUrl = environment['TIEP_DON_TOKEN_URL'];
  if (clientId !== undefined && clientSecret !== undefined && tokenUrl !== undefined) {
    return { credentials: { tokenUrl, clientId, clientSecret }, operator };
  }
  const response = await fetch(`${url}/sandbox`).catch(() => null);
  const found = sandbox.safeParse(await response?.json().catch(() => null)).data;
  const client = found?.clients[0];
  if (found === undefined || client === undefined) {
    throw new Error(
      `set TIEP_DON_CLIENT_ID, TIEP_DON_CLIENT_SECRET and TIEP_DON_TOKEN_URL: there is no sandbox at ${url}`,
    );
  }
  return {
    credentials: { ...client, tokenUrl: found.tokenUrl },
    operator: operator ?? found.operator,
  };
}
