import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

import { type StageTemplate, synthesiseStage } from '../lib/app.ts';
import { startLocalAws } from './aws.ts';
import { type ChipSandbox, createChipSandbox } from './chips/chips.ts';
import { localCredentials } from './credentials.ts';
import { startEmbeddedDynamoDb } from './dynamodb.ts';
import { type Client, startFacilityIssuer } from './facility-issuer.ts';
import { type EventSources, startEventSources } from './event-sources.ts';
import { loadFacilities } from './facilities.ts';
import { startFunctions } from './functions.ts';
import { createGateway } from './gateway.ts';
import { closeServer, listenOn } from './http.ts';
import { people } from './people/people.ts';
import { type LocalQueues, openQueues, urlsOf } from './queues.ts';
import { createRouter } from './router.ts';
import { type RegistrySimulator, startRegistrySimulator } from './registry-simulator/index.ts';
import { describeSandbox, sandboxOperator } from './sandbox.ts';
import { prepareTables } from './tables.ts';
import { namesOf, readBlueprint, resolveValue } from './template.ts';
import { startVneidIssuer, type VneidIssuer } from './vneid-issuer.ts';

export interface LocalOptions {
  readonly port?: number;
  /** Overrides of the contract's table: REGISTRY_URL, DYNAMODB_ENDPOINT, VNEID_*, FACILITIES_FILE, LOG_LEVEL, DATA_DIR. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Other settings of functions than the template's, by name. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /** Another template than the `dev` stage's. */
  readonly template?: StageTemplate;
}

export interface LocalService {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clients: readonly Client[];
  readonly vneid: VneidIssuer;
  /** The issuing state whose chips are believed here. */
  readonly chips: ChipSandbox;
  /** Null where REGISTRY_URL leads elsewhere. */
  readonly registry: RegistrySimulator | null;
  readonly dynamoDbEndpoint: string;
  readonly tables: readonly string[];
  readonly queues: LocalQueues;
  readonly events: EventSources;
  close(): Promise<void>;
}

const STAGE = 'dev';
const DECRYPTION_SECRET = `tiep-don/${STAGE}/vneid-keys`;

export { localCredentials } from './credentials.ts';

/** The whole product on one machine, taken from the synthesised template. */
export async function startLocal(options: LocalOptions = {}): Promise<LocalService> {
  const environment = options.environment ?? {};
  const blueprint = readBlueprint(options.template ?? synthesiseStage(STAGE));
  const closers: (() => Promise<void>)[] = [];
  const started = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.unshift(() => part.close());
    return part;
  };

  // The address is needed by the issuers before there is anything to serve.
  let serve = (_request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.writeHead(503).end();
    return Promise.resolve();
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const url = await listenOn(server, options.port ?? 0);
  closers.unshift(() => closeServer(server));

  const facilities = await loadFacilities(environment['FACILITIES_FILE']);
  const codes = [...new Set(facilities.map(({ code }) => code))];
  const clients = codes.map(clientOf);
  const issuer = await startFacilityIssuer(url, clients);
  const vneid = await startVneidIssuer(url, {
    audience: environment['VNEID_AUDIENCE'],
    facilities: codes,
  });
  const chips = await createChipSandbox(new Date());
  const registry =
    environment['REGISTRY_URL'] === undefined
      ? started(await startRegistrySimulator({ people, accounts: codes.map(accountOf) }))
      : null;
  const registryUrl = environment['REGISTRY_URL'] ?? registry?.url ?? '';
  const folders = await dataFolders(environment['DATA_DIR']);
  const dynamoDbEndpoint =
    environment['DYNAMODB_ENDPOINT'] ?? started(await startEmbeddedDynamoDb(folders.tables)).endpoint;

  await prepareTables(dynamoDbEndpoint, blueprint, { facilities, clients, chips });

  const queues = await openQueues(blueprint.queues, folders.queues);
  const aws = started(await startLocalAws(secretsOf(codes, vneid), queues));

  /** What Lambda itself would give every function. */
  const runtime = {
    ...localCredentials,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbEndpoint,
    AWS_ENDPOINT_URL_KMS: aws.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    AWS_ENDPOINT_URL_LAMBDA: aws.url,
    AWS_ENDPOINT_URL_SQS: aws.url,
    POWERTOOLS_METRICS_DISABLED: 'true',
  };
  /** Settings that lead to the world outside, here to its stand-ins. */
  const world = {
    REGISTRY_URL: registryUrl,
    OIDC_ISSUER: issuer.issuer,
    OIDC_JWKS_URL: issuer.jwksUrl,
    OIDC_AUDIENCE: issuer.audience,
    OIDC_ALGORITHMS: 'ES256',
    OIDC_SCOPE_PREFIX: '',
    VNEID_ISSUER: environment['VNEID_ISSUER'] ?? vneid.issuer,
    VNEID_JWKS_URL: environment['VNEID_JWKS_URL'] ?? `${url}${vneid.jwksPath}`,
    VNEID_AUDIENCE: vneid.audience,
    VNEID_ALGORITHMS: 'ES256,RS256,PS256,EdDSA',
    VNEID_OPTIONS: '{"envelope":"either"}',
    VNEID_DECRYPTION_SECRET: DECRYPTION_SECRET,
    LOG_LEVEL: environment['LOG_LEVEL'] ?? 'SILENT',
    ...options.functionEnvironment,
  };
  const names = new Map([...namesOf(blueprint), ...urlsOf(blueprint.queues, aws.url)]);
  const lambda = started(
    await startFunctions(
      blueprint.functions.map((fn) => ({
        ...fn,
        entry: new URL(`../${fn.entry}`, import.meta.url),
        environment: { ...runtime, ...functionEnvironment(fn.environment, world, names) },
      })),
    ),
  );
  aws.attach(lambda);
  const events = started(startEventSources(lambda, queues.byId, blueprint));

  const gateway = createGateway(blueprint, lambda);
  const controlUrl = registry?.controlUrl ?? null;
  const describe = (): Promise<unknown> =>
    describeSandbox({
      baseUrl: url,
      tokenUrl: issuer.tokenUrl,
      clients,
      vneid,
      chips,
      registry: { url: registryUrl, controlUrl },
      people,
      dynamoDb: { endpoint: dynamoDbEndpoint, tables: blueprint.tables.map(({ id }) => id) },
    });
  serve = createRouter({ gateway, describe, vneid, issuer });

  return {
    url,
    tokenUrl: issuer.tokenUrl,
    clients,
    vneid,
    chips,
    registry,
    dynamoDbEndpoint,
    tables: blueprint.tables.map(({ id }) => id),
    queues,
    events,
    close: async () => {
      for (const close of closers) await close();
    },
  };
}

/** Where the tables and the queues are kept; null: in memory, and gone with the process. */
async function dataFolders(
  root: string | undefined,
): Promise<{ readonly tables: string | null; readonly queues: string | null }> {
  if (root === undefined || root === '') return { tables: null, queues: null };
  const folders = { tables: join(root, 'tables'), queues: join(root, 'queues') };
  await mkdir(folders.tables, { recursive: true });
  return folders;
}

const clientOf = (facility: string): Client => ({
  facility,
  clientId: `his-${facility}`,
  clientSecret: `sandbox-secret-${facility}`,
  scopes: ['eligibility:check', 'eligibility:history'],
});

const accountOf = (code: string) => ({
  username: `${code}_BV`,
  password: `sandbox-${code}`,
  operators: [sandboxOperator],
});

const secretsOf = (codes: readonly string[], vneid: VneidIssuer): ReadonlyMap<string, string> =>
  new Map([
    ...codes.map((code) => [registrySecret(code), JSON.stringify(accountOf(code))] as const),
    [DECRYPTION_SECRET, JSON.stringify(vneid.decryptionKeys)],
  ]);

const registrySecret = (code: string): string => `tiep-don/${STAGE}/registry/${code}`;

/**
 * The names that the template gives the function, each with the template's value, or ours where it leads to the
 * world outside. A name we know nothing of fails the start.
 */
function functionEnvironment(
  variables: Readonly<Record<string, unknown>>,
  world: Readonly<Record<string, string>>,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  const own = Object.entries(variables).map(([name, value]) => {
    const resolved = world[name] ?? resolveValue(value, names) ?? (name === 'DATA_KEY_ID' ? 'sandbox' : null);
    if (resolved === null) throw new Error(`The local run has no value for ${name}`);
    return [name, resolved] as const;
  });
  return Object.fromEntries(own);
}
