import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';

import { problems } from '../../functions/http/problem-catalogue.ts';
import { routes } from '../../lib/routes.ts';
import type { LocalService } from '../../local/service.ts';
import { send, startService } from '../support/desk.ts';

let service: LocalService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) })),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const readDocument = async () => document.parse((await send(`${service.url}/openapi.json`)).body);

it('GET /healthz answers 200', async () => {
  expect((await send(`${service.url}/healthz`)).status).toBe(200);
});

it('GET /openapi.json describes every route that is served, but for the reference itself', async () => {
  const { paths } = await readDocument();
  const served = routes.filter(({ handler }) => handler !== 'reference');
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(served.map(({ method, path }) => `${method} ${path}`).sort());
});

it('every problem code stands in the description of some answer', async () => {
  const text = JSON.stringify((await readDocument()).paths);
  expect(Object.keys(problems).filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});

it('every reference inside the document leads somewhere', async () => {
  const json = await readDocument();
  const whole = (await send(`${service.url}/openapi.json`)).body;
  const targets = [...JSON.stringify(json).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
  const find = (path: string): unknown =>
    path
      .split('/')
      .reduce<unknown>((node, part) => z.record(z.string(), z.unknown()).parse(node)[part], whole);
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((path) => find(path) === undefined)).toEqual([]);
});

it('GET /docs is a page that needs no other host', async () => {
  const page = await send(`${service.url}/docs`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
  expect(links.filter((link) => /^(https?:)?\/\//.test(link))).toEqual([]);
  const assets = links.filter((link) => link.startsWith('docs/'));
  const answers = await Promise.all(assets.map((link) => send(`${service.url}/${link}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});
