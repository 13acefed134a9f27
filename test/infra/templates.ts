import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import type { StageTemplate } from '../../lib/app.ts';
import { createApp, synthesiseStage } from '../../lib/app.ts';
import type { StageName, StageSettings } from '../../lib/stage-schema.ts';
import { parseStages, stageNames } from '../../lib/stage-schema.ts';
import { stages } from '../../lib/stages.ts';

/** Every stage's template, synthesised once a test file. */
export const templates: readonly (readonly [StageName, StageTemplate])[] = stageNames.map((stage) => [
  stage,
  synthesiseStage(stage),
]);

/** The settings of a stage whose patients' tokens come encrypted to us. */
export const withEncryptedTokens = (
  stage: StageName,
  envelope: 'jws' | 'jwe' | 'either' = 'jwe',
): StageSettings =>
  parseStages({
    ...stages,
    [stage]: {
      ...stages[stage],
      vneid: {
        issuer: 'https://vneid.example.vn',
        jwksUrl: 'https://vneid.example.vn/jwks',
        audience: 'tiep-don/{facility}',
        algorithms: ['ES256'],
        envelope,
      },
    },
  })[stage];

/** An app that bundles nothing, validates only on demand, and writes to a directory of its own, gone after the test. */
export function testApp(validate = false): App {
  const outdir = mkdtempSync(join(tmpdir(), 'tiep-don-test-'));
  onTestFinished(() => {
    rmSync(outdir, { recursive: true, force: true });
  });
  return createApp({ version: 'test', bundle: false, validate, outdir });
}

/** Resources of one type, their properties read through a schema that fails where they are not as expected. */
export function ofType<T>(
  template: StageTemplate,
  type: string,
  properties: z.ZodType<T>,
): { id: string; properties: T; metadata: Record<string, unknown> }[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({
      id,
      properties: properties.parse(resource.Properties),
      metadata: resource.Metadata,
    }));
}

export const anything = z.record(z.string(), z.unknown());
export const reference = z.object({ Ref: z.string() });
export const attribute = z
  .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
  .transform((value) => ({ id: value['Fn::GetAtt'][0], name: value['Fn::GetAtt'][1] }));

/** Logical ids that a value of the template points to, however deep inside. */
export function pointsTo(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(pointsTo);
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    return pointsTo(inner);
  });
}
