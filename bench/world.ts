import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { decodeJwt } from 'jose';
import * as z from 'zod';

import { type StageTemplate, synthesiseStage } from '../lib/app.ts';
import { functionNames } from '../lib/function-names.ts';
import { startLocalAws } from '../local/aws.ts';
import { localCredentials, type LocalService, startLocal } from '../local/service.ts';
import { openQueues, urlsOf } from '../local/queues.ts';
import { namesOf, readBlueprint, resolveValue } from '../local/template.ts';
import { type Bundle, bundle } from './bundles.ts';
import { fetchToken } from './desk.ts';
import { type Engine, startEngine } from './processes/engine.ts';

/** What the measures share: the bundles, and one service whose store lives in another process. */
export interface World {
  readonly template: StageTemplate;
  readonly functions: readonly Bundle[];
  readonly lookup: Bundle;
  /** With the SDK's own credential chain: what is compared against. */
  readonly floor: Bundle;
  /** With the house's stand-in for that chain, to show how much of the difference is ours. */
  readonly leanFloor: Bundle;
  readonly engine: Engine;
  readonly service: LocalService;
  /** Of the facility whose desk looks people up. */
  readonly token: string;
  readonly facility: string;
  /** What the bundles need to run against the service's store, issuer and keys. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const FACILITY = '99003';

export async function openWorld(): Promise<World> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0)) await each();
  };
  const opened = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.unshift(() => part.close());
    return part;
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'tiep-don-bench-'));
    closers.unshift(() => rm(folder, { recursive: true, force: true }));
    const bundles = await makeBundles(folder);
    const template = synthesiseStage('dev');
    const engine = opened(await startEngine());
    const service = opened(
      await startLocal({ template, environment: { DYNAMODB_ENDPOINT: engine.endpoint } }),
    );
    const queues = await openQueues(readBlueprint(template).queues, null);
    const aws = opened(await startLocalAws(new Map(), queues));
    const token = await fetchToken(service, FACILITY);
    return {
      template,
      ...bundles,
      engine,
      service,
      token,
      facility: FACILITY,
      environment: {
        ...fromTemplate(template, aws.url),
        ...localCredentials,
        ...trustOf(token),
        AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
        // Unwraps what the service's own has wrapped: their key is the same.
        AWS_ENDPOINT_URL_KMS: aws.url,
        AWS_ENDPOINT_URL_LAMBDA: aws.url,
        AWS_ENDPOINT_URL_SQS: aws.url,
        DATA_KEY_ID: 'sandbox',
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeBundles(
  folder: string,
): Promise<Pick<World, 'functions' | 'lookup' | 'floor' | 'leanFloor'>> {
  const functions = await Promise.all(
    functionNames.map((name) => bundle(`functions/${name}/handler.ts`, { folder, name })),
  );
  const lookup = functions.find(({ name }) => name === 'eligibility');
  if (lookup === undefined) throw new Error('No function is called eligibility');
  const floor = await bundle('bench/floor/handler.ts', { folder, name: 'floor', plain: true });
  const leanFloor = await bundle('bench/floor/handler.ts', { folder, name: 'lean-floor' });
  return { functions, lookup, floor, leanFloor };
}

/** What the template tells the lookup function; what it leaves to AWS is missing. */
function fromTemplate(template: StageTemplate, awsUrl: string): Record<string, string> {
  const blueprint = readBlueprint(template);
  const names = new Map([...namesOf(blueprint), ...urlsOf(blueprint.queues, awsUrl)]);
  const lookup = blueprint.functions.find(({ entry }) => entry.includes('/eligibility/'));
  const resolved = Object.entries(lookup?.environment ?? {}).flatMap(([name, value]) => {
    const text = resolveValue(value, names);
    return text === null ? [] : [[name, text] as const];
  });
  return Object.fromEntries(resolved);
}

/** Trust in the issuer of our own token, which says of itself who that is. */
function trustOf(token: string): Record<string, string> {
  const { iss, aud } = z.object({ iss: z.string(), aud: z.string() }).parse(decodeJwt(token));
  return {
    OIDC_ISSUER: iss,
    OIDC_JWKS_URL: `${iss}/jwks`,
    OIDC_AUDIENCE: aud,
    OIDC_ALGORITHMS: 'ES256',
    OIDC_SCOPE_PREFIX: '',
  };
}
