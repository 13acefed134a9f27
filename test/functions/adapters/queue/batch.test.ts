import { expect, it } from 'vitest';

import { eachMessage } from '../../../../functions/adapters/queue/batch.ts';

const batch = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })),
});

it('each message of a batch is handled, and those that failed are named', async () => {
  const handled: unknown[] = [];
  const failures: unknown[] = [];
  const result = await eachMessage(
    batch('1', 'not JSON', '2', '3'),
    (message) => {
      handled.push(message);
      return message === 2 ? Promise.reject(new Error('two')) : Promise.resolve();
    },
    (error) => failures.push(error),
  );
  expect(handled.toSorted()).toEqual([1, 2, 3]);
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
  expect(failures).toEqual([expect.any(SyntaxError), new Error('two')]);
});

it('an event of another kind is a defect', async () => {
  await expect(
    eachMessage(
      { records: [] },
      () => Promise.resolve(),
      () => undefined,
    ),
  ).rejects.toThrow();
});
