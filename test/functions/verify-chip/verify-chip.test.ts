import { describe, expect, it } from 'vitest';

import type { LogFields, Telemetry } from '../../../functions/http/telemetry.ts';
import { createVerifyChip } from '../../../functions/verify-chip/verify-chip.ts';
import { createClock } from '../../support/clock.ts';

const chip = { sod: 'c29k', dataGroups: { 13: 'ZGcxMw==' } };
const holder = {
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female' as const,
};

function recording(): Telemetry & {
  readonly lines: (readonly [string, LogFields])[];
  readonly flushed: number[];
} {
  const lines: (readonly [string, LogFields])[] = [];
  const flushed: number[] = [];
  return {
    lines,
    flushed,
    info: (event, fields) => lines.push([event, fields]),
    defect: (_error, fields) => lines.push(['defect', fields]),
    count: () => undefined,
    flush: () => flushed.push(1),
  };
}

const { now } = createClock();

describe('proving one chip', () => {
  it('answers with the verdict, and logs its code and time alone', async () => {
    const telemetry = recording();
    const proven = { ok: true as const, value: holder };
    const handler = createVerifyChip(() => Promise.resolve(proven), telemetry, now);
    expect(await handler(chip)).toEqual(proven);
    expect(telemetry.lines).toEqual([['verified', { outcome: 'proven', milliseconds: 0 }]]);
    expect(telemetry.flushed).toHaveLength(1);
  });

  it('answers with the fault, and logs it', async () => {
    const telemetry = recording();
    const revoked = { ok: false as const, error: 'CHIP_SIGNER_REVOKED' as const };
    const handler = createVerifyChip(() => Promise.resolve(revoked), telemetry, now);
    expect(await handler(chip)).toEqual(revoked);
    expect(telemetry.lines).toEqual([['verified', { outcome: 'CHIP_SIGNER_REVOKED', milliseconds: 0 }]]);
  });

  it.each([
    null,
    'text',
    [],
    {},
    { sod: 1, dataGroups: {} },
    { sod: 'c29k' },
    { sod: 'c29k', dataGroups: { 1: 2 } },
  ])('does not look into %j', async (event) => {
    const handler = createVerifyChip(() => Promise.reject(new Error('looked')), recording(), now);
    expect(await handler(event)).toEqual({ ok: false, error: 'CHIP_SOD_MALFORMED' });
  });
});
