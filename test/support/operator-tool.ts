import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

import type { Table } from '../../functions/adapters/dynamodb/items.ts';
import { localCredentials } from '../../local/credentials.ts';

/** The operator's command line, as a process of its own, on the test's table. */
export async function runTool(
  tool: string,
  table: Table,
  args: readonly string[],
): Promise<{ code: number; output: string }> {
  const { promise, resolve: done } = Promise.withResolvers<{ code: number; output: string }>();
  const endpoint = await table.dynamoDb.config.endpoint?.();
  if (endpoint === undefined) throw new Error('The test table has no endpoint');
  const { protocol, hostname, port } = endpoint;
  const env = {
    ...process.env,
    ...localCredentials,
    AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port ?? ''}`,
  };
  const file = resolve(import.meta.dirname, '../../bin', tool);
  execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
    done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
  });
  return promise;
}
