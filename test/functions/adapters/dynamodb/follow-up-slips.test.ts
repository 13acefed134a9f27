import { describe, expect, it } from 'vitest';

import { createUseSlip } from '../../../../functions/adapters/dynamodb/follow-up-slips.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const clock = createClock();
const useSlip = createUseSlip({ table, keyring: testKeyring(), now: clock.now });
const patient = '001190000017';
const another = '001090000021';
const slip = (number: string) => ({ facility: '99003', number, patient });

describe('a follow-up slip', () => {
  it('belongs to the first visit that is paid by it, for good', async () => {
    expect(await useSlip({ ...slip('PH-1'), visitId: 'HS-1' })).toBe(true);
    expect(await useSlip({ ...slip('PH-1'), visitId: 'HS-2' })).toBe(false);
    expect(await useSlip({ ...slip('PH-1'), visitId: 'HS-1' })).toBe(true);
    expect(await useSlip({ ...slip('PH-1'), visitId: 'HS-2', patient: another })).toBe(false);
  });

  it('of a visit without an id belongs to the patient, and to the visit once that has one', async () => {
    expect(await useSlip({ ...slip('PH-2'), visitId: null })).toBe(true);
    expect(await useSlip({ ...slip('PH-2'), visitId: null })).toBe(true);
    expect(await useSlip({ ...slip('PH-2'), visitId: null, patient: another })).toBe(false);
    expect(await useSlip({ ...slip('PH-2'), visitId: 'HS-1' })).toBe(true);
    expect(await useSlip({ ...slip('PH-2'), visitId: 'HS-2' })).toBe(false);
    expect(await useSlip({ ...slip('PH-2'), visitId: null })).toBe(true);
    expect(await useSlip({ ...slip('PH-2'), visitId: 'HS-2' })).toBe(false);
  });

  it('is the same however its number is spelt', async () => {
    expect(await useSlip({ ...slip('PH 3'), visitId: 'HS-1' })).toBe(true);
    expect(await useSlip({ ...slip(' ph3'), visitId: 'HS-2' })).toBe(false);
  });

  it('of another facility is another slip', async () => {
    expect(await useSlip({ ...slip('PH-1'), facility: '99008', visitId: 'HS-2' })).toBe(true);
  });

  it('brought by twenty visits at once is used by one', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `AT-ONCE-${index}`);
    const used = await Promise.all(ids.map((visitId) => useSlip({ ...slip('PH-4'), visitId })));
    expect(used.filter(Boolean)).toHaveLength(1);
  });

  it('leaves no number, no visit and no patient in the table', async () => {
    expect(readable(await everyItem(table))).not.toMatch(/PH-|HS-|AT-ONCE|001190000017/);
  });
});
