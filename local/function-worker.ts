import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';

/** One Lambda function in a thread of its own: it sees the environment that the template gives it, and no more. */

const { entry } = z.object({ entry: z.string() }).parse(workerData);
const invocation = z.object({
  id: z.number(),
  event: z.unknown(),
  requestId: z.string(),
  deadline: z.number(),
});
const handlerModule = z.object({
  handler: z.custom<(event: unknown, context: unknown) => unknown>((value) => typeof value === 'function'),
});

const { handler } = handlerModule.parse(await import(entry));

parentPort?.on('message', (message: unknown) => {
  const { id, event, requestId, deadline } = invocation.parse(message);
  const context = {
    awsRequestId: requestId,
    functionName: process.env['POWERTOOLS_SERVICE_NAME'],
    memoryLimitInMB: '1024',
    invokedFunctionArn: 'arn:aws:lambda:local',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  Promise.resolve()
    .then(() => handler(event, context))
    .then(
      (result) => parentPort?.postMessage({ id, result }),
      (error: unknown) =>
        parentPort?.postMessage({ id, error: error instanceof Error ? error.name : 'Error' }),
    );
});
parentPort?.postMessage({ ready: true });
