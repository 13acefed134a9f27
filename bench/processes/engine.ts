import * as z from 'zod';

import { startChild } from './child.ts';

export interface Engine {
  readonly endpoint: string;
  /** From now on: each call waits as in a network, or 100 ms, or is turned away. */
  behave(manner: 'at-once' | 'as-a-network' | 'slow' | 'throttled'): Promise<void>;
  close(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  const { child, greeting } = await startChild(new URL('./engine-process.ts', import.meta.url), []);
  const { endpoint } = z.object({ endpoint: z.string() }).parse(greeting);
  return {
    endpoint,
    behave: async (manner) => {
      await child.ask({ manner });
    },
    close: () => child.close(),
  };
}
