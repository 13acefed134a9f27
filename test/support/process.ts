import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';
import * as z from 'zod';

import { type Reachable, send } from './desk.ts';

/** The product as a process of its own, to be killed. */
export interface StartedProcess extends Reachable {
  /** Where its registry simulator is told what to do. */
  readonly controlUrl: string;
  /** SIGKILL: no handler of ours runs. */
  kill(): Promise<void>;
}

const sandbox = z.object({
  tokenUrl: z.string(),
  clients: z.array(
    z.object({
      facility: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
      scopes: z.array(z.string()),
    }),
  ),
  registry: z.object({ controlUrl: z.string() }),
});

export async function startProcess(
  environment: Readonly<Record<string, string>>,
  entry = new URL('../../local/start.ts', import.meta.url),
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [fileURLToPath(entry)], {
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints = text(child.stderr);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const url = (await addressIn(child.stdout)) ?? fail(await complaints);
  const { tokenUrl, clients, registry } = sandbox.parse((await send(`${url}/sandbox`)).body);
  return { url, tokenUrl, clients, controlUrl: registry.controlUrl, kill };
}

function fail(complaint: string): never {
  throw new Error(complaint);
}

/** Null: it has ended without one. */
async function addressIn(output: NodeJS.ReadableStream): Promise<string | null> {
  for await (const line of createInterface({ input: output })) {
    const url = /^Ready on (\S+)$/.exec(line)?.[1];
    // Read on behind it: a pipe that nobody empties would stop the process.
    if (url !== undefined) {
      output.resume();
      return url;
    }
  }
  return null;
}
