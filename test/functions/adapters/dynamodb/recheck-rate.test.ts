import { describe, expect, it } from 'vitest';

import { createMayRecheck } from '../../../../functions/adapters/dynamodb/recheck-rate.ts';
import { createClock } from '../../../support/clock.ts';
import { startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();

describe('the rate of rechecks', () => {
  it('lets so many of a facility through in a minute, whoever counts', async () => {
    const clock = createClock();
    const one = createMayRecheck({ table, now: clock.now, perMinute: 3 });
    const other = createMayRecheck({ table, now: clock.now, perMinute: 3 });
    const asked = await Promise.all([one, other, one, other, one].map((mayAsk) => mayAsk('99001')));
    expect(asked.filter(Boolean)).toHaveLength(3);
    expect(await one('99002')).toBe(true);
    clock.advance(60_000);
    expect(await one('99001')).toBe(true);
  });
});
