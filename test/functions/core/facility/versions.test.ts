import { describe, expect, it } from 'vitest';

import type { FacilityProfile } from '../../../../functions/core/facility/profile.ts';
import { oldestFirst, versionOn } from '../../../../functions/core/facility/versions.ts';
import { sandboxFacilities } from '../../../../local/facilities.ts';

const [facility] = sandboxFacilities.filter(({ code }) => code === '99003');
const from = (validFrom: string | null): FacilityProfile[] =>
  facility === undefined ? [] : [{ ...facility, validFrom }];

describe('the version of a facility that holds', () => {
  const versions = [...from('2026-07-01'), ...from(null), ...from('2025-01-01')];

  it.each([
    ['1999-01-01', null],
    ['2024-12-31', null],
    ['2025-01-01', '2025-01-01'],
    ['2026-06-30', '2025-01-01'],
    ['2026-07-01', '2026-07-01'],
    ['2099-12-31', '2026-07-01'],
  ])('on %s is the newest that has begun: %s', (on, validFrom) => {
    expect(versionOn(versions, on)?.validFrom).toBe(validFrom);
    expect(versionOn(versions.toReversed(), on)?.validFrom).toBe(validFrom);
  });

  it('is none before the first begins, or without any', () => {
    expect(versionOn(from('2025-01-01'), '2024-12-31')).toBeNull();
    expect(versionOn([], '2026-11-21')).toBeNull();
  });

  it('stands in order of dates, the one from ever first', () => {
    const dates = oldestFirst(versions).map(({ validFrom }) => validFrom);
    expect(dates).toStrictEqual([null, '2025-01-01', '2026-07-01']);
  });
});
