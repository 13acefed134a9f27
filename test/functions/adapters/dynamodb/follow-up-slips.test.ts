import { describe, expect, it } from 'vitest';

import { createUseSlip } from '../../../../functions/adapters/dynamodb/follow-up-slips.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const clock = createClock();
const useSlip = createUseSlip({ table, keyring: testKeyring(), now: clock.now });
const slip = { facility: '99003', number: 'PH-17' };

describe('a follow-up slip', () => {
  it('belongs to the first visit that brings it, for good', async () => {
    expect(await useSlip({ ...slip, visit: ['HS-1'] })).toBe(true);
    expect(await useSlip({ ...slip, visit: ['HS-2'] })).toBe(false);
    expect(await useSlip({ ...slip, visit: ['HS-1'] })).toBe(true);
    expect(await useSlip({ ...slip, visit: ['HS-', '1'] })).toBe(false);
  });

  it('of another facility is another slip', async () => {
    expect(await useSlip({ ...slip, facility: '99008', visit: ['HS-2'] })).toBe(true);
  });

  it('brought by twenty visits at once is used by one', async () => {
    const visits = Array.from({ length: 20 }, (_, index) => [`AT-ONCE-${index}`]);
    const used = await Promise.all(visits.map((visit) => useSlip({ ...slip, number: 'PH-18', visit })));
    expect(used.filter(Boolean)).toHaveLength(1);
  });

  it('leaves no number and no visit in the table', async () => {
    await useSlip({ ...slip, number: 'PH-19', visit: ['001190000017', '2026-11-21'] });
    expect(readable(await everyItem(table))).not.toMatch(/PH-|HS-|001190000017/);
  });
});
