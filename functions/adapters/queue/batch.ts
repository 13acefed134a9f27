import * as z from 'zod/mini';

/** What Lambda hands over of a queue, and what it wants to know: which messages are to come again. */
const sqsEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

export interface BatchResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Every message by itself: one that throws comes again, and at last to the dead letters; the others are done. */
export async function eachMessage(
  event: unknown,
  handle: (message: unknown) => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<BatchResult> {
  const failures = await Promise.all(
    sqsEvent.parse(event).Records.map(async ({ messageId, body }) => {
      try {
        await handle(JSON.parse(body));
        return [];
      } catch (error) {
        onFailure(error);
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}
