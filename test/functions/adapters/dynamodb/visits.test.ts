import { describe, expect, it } from 'vitest';

import { createFirstCheck } from '../../../../functions/adapters/dynamodb/visits.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const firstCheck = createFirstCheck({ table, keyring: testKeyring(), now: createClock().now });
const visit = { facility: '99003', visitId: 'HS-2026-17' };

describe('the checks of one visit', () => {
  it('all know the day of the first', async () => {
    expect(await firstCheck({ ...visit, date: '2026-11-05' })).toBe('2026-11-05');
    expect(await firstCheck({ ...visit, date: '2026-11-20' })).toBe('2026-11-05');
    expect(await firstCheck({ ...visit, visitId: 'HS-2026-18', date: '2026-11-20' })).toBe('2026-11-20');
    expect(await firstCheck({ ...visit, facility: '99008', date: '2026-11-20' })).toBe('2026-11-20');
  });

  it('leave no id of the HIS in the table', async () => {
    expect(readable(await everyItem(table))).not.toContain('HS-2026');
  });
});
