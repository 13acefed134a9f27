import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Tags } from 'aws-cdk-lib';
import * as z from 'zod';
import cdk from '../cdk.json' with { type: 'json' };
import type { StageName, StageSettings } from './stage-schema.ts';
import { stages } from './stages.ts';
import { TiepDonStack } from './tiep-don-stack.ts';

export interface AppOptions {
  readonly version: string;
  readonly commit?: string | undefined;
  /** false leaves the functions' code unbundled: for tests and the local run, which need only the template. */
  readonly bundle?: boolean;
  /** false skips CloudFormation's own rules, which take seconds. */
  readonly validate?: boolean;
  readonly outdir?: string;
}

/** An app with the feature flags of cdk.json, which only the CLI would read, so every way of synthesis agrees. */
export function createApp({ bundle = true, validate = true, version, commit, outdir }: AppOptions): App {
  const app = new App({
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: validate,
    ...(outdir === undefined ? {} : { outdir }),
    context: {
      ...cdk.context,
      ...(bundle ? {} : { 'aws:cdk:bundling-stacks': [] }),
    },
  });
  Tags.of(app).add('version', version);
  if (commit !== undefined) Tags.of(app).add('commit', commit);
  return app;
}

export function addStage(app: App, stage: StageName, settings: StageSettings = stages[stage]): TiepDonStack {
  const stack = new TiepDonStack(app, `TiepDon-${stage}`, { stage, settings });
  Tags.of(stack).add('stage', stage);
  return stack;
}

export const templateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Metadata: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});
export type StageTemplate = z.infer<typeof templateSchema>;

/** Synthesises the app and reads the template of one of its stacks. */
export const readTemplate = (app: App, { artifactId }: TiepDonStack): StageTemplate =>
  templateSchema.parse(app.synth().getStackArtifact(artifactId).template);

/** The template of a stage as it would be deployed, without bundling or checks, leaving no file behind. */
export function synthesiseStage(stage: StageName, settings?: StageSettings): StageTemplate {
  const outdir = mkdtempSync(join(tmpdir(), 'tiep-don-synth-'));
  try {
    const app = createApp({ version: 'local', bundle: false, validate: false, outdir });
    return readTemplate(app, addStage(app, stage, settings));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
