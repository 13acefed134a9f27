import { randomUUID } from 'node:crypto';

import * as z from 'zod';

/** One instance of a Lambda function: the bundle, called with one event after the other. */

const handlerModule = z.object({
  handler: z.custom<(event: unknown, context: unknown) => Promise<unknown>>(
    (value) => typeof value === 'function',
  ),
});
const order = z.object({ events: z.array(z.unknown()) });

const { handler } = handlerModule.parse(await import(process.argv[2] ?? ''));

async function run(events: readonly unknown[]): Promise<object> {
  const timesMs: number[] = [];
  const answers: unknown[] = [];
  const before = process.cpuUsage();
  for (const event of events) {
    const context = {
      awsRequestId: randomUUID(),
      functionName: 'bench',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:local',
      memoryLimitInMB: '1024',
      getRemainingTimeInMillis: () => 5000,
    };
    const start = performance.now();
    const answer = await handler(event, context);
    timesMs.push(performance.now() - start);
    answers.push(answer);
  }
  const { user, system } = process.cpuUsage(before);
  return { timesMs, processorMs: (user + system) / 1000 / events.length, answers };
}

process.on('message', (message: unknown) => {
  run(order.parse(message).events).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.name) : 'failed'}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
