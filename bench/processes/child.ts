import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A process beside this one that answers messages, one at a time. */
export interface Child {
  ask(message: object): Promise<unknown>;
  close(): Promise<void>;
}

/** Resolves with the child and its first message, sent when it is ready. */
export async function startChild(
  entry: URL,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ child: Child; greeting: unknown }> {
  const forked = fork(entry, args, {
    // What it writes goes nowhere, as cheaply as a log line in Lambda goes to the runtime.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...environment },
    serialization: 'advanced',
  });
  const nextMessage = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        forked.off('exit', onExit);
        resolve(message);
      };
      const onExit = (): void => {
        forked.off('message', onMessage);
        reject(new Error(`${entry.pathname.split('/').at(-1) ?? ''} ended by itself`));
      };
      forked.once('message', onMessage);
      forked.once('exit', onExit);
    });
  const greeting = await nextMessage();
  const child: Child = {
    ask: (message) => {
      const answer = nextMessage();
      forked.send(message);
      return answer;
    },
    close: async () => {
      if (forked.exitCode !== null) return;
      const ended = once(forked, 'exit');
      forked.disconnect();
      await ended;
    },
  };
  return { child, greeting };
}
