import { expect, it } from 'vitest';

import { compare } from '../../../bin/facility/diff.ts';
import { writeFacilities } from '../../../bin/facility/write.ts';
import { createDirectoryWriter, readFacilities } from '../../../functions/adapters/dynamodb/directory.ts';
import type { FacilityProfile } from '../../../functions/core/facility/profile.ts';
import { sandboxFacilities } from '../../../local/facilities.ts';
import { startTestTable } from '../../support/test-table.ts';

const table = await startTestTable();
const [model] = sandboxFacilities.filter(({ code }) => code === '99003');
const many = (score: number): FacilityProfile[] =>
  Array.from({ length: 540 }, (_, index) => String(10_000 + index)).flatMap((code) =>
    model === undefined ? [] : [{ ...model, code, score }],
  );
const scores = async (): Promise<unknown[]> =>
  [...(await readFacilities(table)).values()].map(({ versions }) => versions?.map(({ score }) => score));

it('stops where somebody else has written meanwhile, each facility old or new; run again, it finishes', async () => {
  const progress: string[] = [];
  const run = async (score: number): Promise<void> => {
    const { writes } = compare(many(score), await readFacilities(table));
    await writeFacilities(table, writes, (line) => progress.push(line));
  };
  await run(40);
  expect(progress).toStrictEqual(['500 of 540 facilities written']);

  const before = await readFacilities(table);
  const { writes } = compare(many(41), before);
  const contested = before.get('10110');
  if (contested === undefined) throw new Error('Not written');
  await createDirectoryWriter(table).putFacility(
    contested,
    many(42).filter(({ code }) => code === '10110'),
  );

  await expect(writeFacilities(table, writes, () => undefined)).rejects.toThrow(
    'somebody else has changed 10110 meanwhile: 124 of 540 facilities are written, the others are as they were; run it again',
  );
  const half = await scores();
  expect(half.filter((each) => JSON.stringify(each) === '[41]')).toHaveLength(124);
  expect(half.filter((each) => JSON.stringify(each) === '[40]')).toHaveLength(415);

  await run(41);
  expect(new Set((await scores()).map((each) => JSON.stringify(each)))).toStrictEqual(new Set(['[41]']));
});
