import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Charset, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { build, type BuildOptions } from 'esbuild';
import * as z from 'zod';

import * as functionsOfLib from '../lib/functions.ts';

const root = resolve(import.meta.dirname, '..');

/** What the bench can repeat of lib's bundling: an option it does not know stops it. */
const { bundling } = z
  .object({
    bundling: z.strictObject({
      format: z.enum(OutputFormat),
      target: z.string(),
      minify: z.boolean(),
      sourceMap: z.boolean(),
      charset: z.enum(Charset),
      mainFields: z.array(z.string()),
      externalModules: z.array(z.string()),
      banner: z.string(),
      esbuildArgs: z.strictObject({ '--alias': z.templateLiteral([z.string(), '=', z.string()]) }),
    }),
  })
  .parse(functionsOfLib);

const [aliased = '', standIn = ''] = bundling.esbuildArgs['--alias'].split('=');

/** As CDK calls esbuild for lib/functions.ts, but for the alias. */
const plainOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: bundling.format,
  target: bundling.target,
  minify: bundling.minify,
  sourcemap: bundling.sourceMap,
  charset: bundling.charset,
  mainFields: bundling.mainFields,
  external: bundling.externalModules,
  banner: { js: bundling.banner },
} satisfies BuildOptions;

export interface Bundle {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
  /** Bytes by package, most first; our own code by its folder. */
  readonly contributors: readonly (readonly [string, number])[];
}

/** `plain`: with the SDK's own chain of credential providers, as anybody would have it. */
export async function bundle(
  entry: string,
  into: { readonly folder: string; readonly name: string; readonly plain?: boolean },
): Promise<Bundle> {
  const result = await build({
    ...plainOptions,
    ...(into.plain !== true && { alias: { [aliased]: standIn } }),
    entryPoints: [entry],
    write: false,
    metafile: true,
  });
  const [output] = result.outputFiles;
  const [meta] = Object.values(result.metafile.outputs);
  if (output === undefined || meta === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  const file = join(into.folder, `${into.name}.mjs`);
  await writeFile(file, output.contents);

  const byPackage = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(meta.inputs)) {
    const name = packageOf(path);
    byPackage.set(name, (byPackage.get(name) ?? 0) + bytesInOutput);
  }
  return {
    name: into.name,
    url: pathToFileURL(file).href,
    bytes: output.contents.length,
    contributors: [...byPackage].sort(([, a], [, b]) => b - a),
  };
}

function packageOf(path: string): string {
  const installed = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return installed ?? path.split('/').slice(0, 2).join('/');
}
