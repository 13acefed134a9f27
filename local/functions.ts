import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';

/** Lambda's part: runs functions by their names. */
export interface Lambda {
  /** Throws `FunctionFailedError` when the function does, and `ThrottledError` above its concurrency. */
  invoke(functionId: string, event: unknown): Promise<unknown>;
  /** Runs when there is room, in the order that came; what it answers is dropped, as is its failure. */
  queue(functionId: string, event: unknown): void;
  close(): Promise<void>;
}

export class ThrottledError extends Error {}
export class FunctionFailedError extends Error {}

export interface FunctionSettings {
  readonly id: string;
  readonly entry: URL;
  readonly timeoutMs: number;
  readonly concurrency: number | null;
  /** Between how many threads invocations take turns; one where it is not said. 0: it is not there. */
  readonly environments?: number;
  readonly environment: Readonly<Record<string, string>>;
}

export async function startFunctions(functions: readonly FunctionSettings[]): Promise<Lambda> {
  const running = new Map(
    await Promise.all(
      functions
        .filter(({ environments }) => environments !== 0)
        .map(async (settings) => [settings.id, await startFunction(settings)] as const),
    ),
  );
  const find = (id: string): RunningFunction => {
    const found = running.get(id);
    if (found === undefined) throw new Error(`There is no function ${id}`);
    return found;
  };
  return {
    async invoke(id, event) {
      return find(id).invoke(event);
    },
    queue: (id, event) => {
      find(id).queue(event);
    },
    close: async () => {
      await Promise.all([...running.values()].map((fn) => fn.close()));
    },
  };
}

interface RunningFunction {
  invoke(event: unknown): Promise<unknown>;
  queue(event: unknown): void;
  close(): Promise<void>;
}

const message = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ id: z.number(), result: z.unknown().optional(), error: z.string().optional() }),
]);

async function startFunction(settings: FunctionSettings): Promise<RunningFunction> {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const queued: unknown[] = [];
  let nextId = 0;

  const workers = await Promise.all(Array.from({ length: settings.environments ?? 1 }, startWorker));

  async function startWorker(): Promise<Worker> {
    const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
      env: { ...settings.environment },
      workerData: { entry: settings.entry.href },
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.on('message', (data: unknown) => {
        const received = message.parse(data);
        if ('ready' in received) resolve();
        else settle(received);
      });
    });
    return worker;
  }

  function settle({ id, result, error }: { id: number; result?: unknown; error?: string | undefined }): void {
    const invocation = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) invocation?.resolve(result);
    else invocation?.reject(new FunctionFailedError(error));
    const next = queued.shift();
    if (next !== undefined) runQueued(next);
  }

  function run(event: unknown): Promise<unknown> {
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        settle({ id, error: 'Sandbox.Timedout' });
      }, settings.timeoutMs).unref();
      const done = (): void => {
        clearTimeout(timer);
      };
      waiting.set(id, {
        resolve: (result) => {
          done();
          resolve(result);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      const deadline = Date.now() + settings.timeoutMs;
      workers[id % workers.length]?.postMessage({ id, event, requestId: randomUUID(), deadline });
    });
  }

  function runQueued(event: unknown): void {
    // Nobody waits for it: the inquiry it ends, or its lease, tells how it went.
    run(event).catch(() => undefined);
  }

  const isFull = (): boolean => settings.concurrency !== null && waiting.size >= settings.concurrency;

  return {
    invoke: (event) => (isFull() ? Promise.reject(new ThrottledError()) : run(event)),
    queue: (event) => {
      if (isFull()) queued.push(event);
      else runQueued(event);
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
