import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';

import type { Bundle } from '../bundles.ts';
import { startChild } from './child.ts';

/** A warm instance of a function in a process of its own. */
export interface Host {
  run(events: readonly APIGatewayProxyEvent[]): Promise<Run>;
  close(): Promise<void>;
}

const run = z.object({
  timesMs: z.array(z.number()),
  /** User and system time of the whole process, each lookup's share. */
  processorMs: z.number(),
  answers: z.array(z.object({ statusCode: z.number(), body: z.string() })),
});

export type Run = z.infer<typeof run>;

export async function startHost(
  { url }: Bundle,
  environment: Readonly<Record<string, string>>,
): Promise<Host> {
  const { child } = await startChild(new URL('./host-process.ts', import.meta.url), [url], environment);
  return { run: async (events) => run.parse(await child.ask({ events })), close: () => child.close() };
}
