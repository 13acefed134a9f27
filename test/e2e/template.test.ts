import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { addStage, createApp, readTemplate } from '../../lib/app.ts';
import type { LocalService } from '../../local/service.ts';
import { send, startService } from '../support/desk.ts';

let service: LocalService;

/** The stack with one more route, added in lib's own way and nowhere else. */
beforeAll(async () => {
  const app = createApp({
    version: 'test',
    bundle: false,
    validate: false,
    outdir: mkdtempSync(join(tmpdir(), 'tiep-don-')),
  });
  const stack = addStage(app, 'dev');
  stack.api.addRoute({ method: 'GET', path: '/v1/ping' }, stack.service.functions.health.target);
  service = await startService({ template: readTemplate(app, stack) });
});
afterAll(() => service.close());

it('a route added in lib/ is served by the local run without another edit', async () => {
  const { status, body } = await send(`${service.url}/v1/ping`);
  expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
});

it('the routes that were there before are served as well', async () => {
  expect((await send(`${service.url}/healthz`)).status).toBe(200);
});
