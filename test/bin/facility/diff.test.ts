import { describe, expect, it } from 'vitest';

import { compare } from '../../../bin/facility/diff.ts';
import type { FacilityRecord } from '../../../functions/adapters/dynamodb/directory.ts';
import type { FacilityProfile } from '../../../functions/core/facility/profile.ts';

const profile = (changes: Partial<FacilityProfile> = {}): FacilityProfile => ({
  code: '99003',
  name: 'Bệnh viện Ví Dụ',
  level: 'basic',
  score: 45,
  provisional: false,
  tierBefore2025: 'district',
  listedPrimary: false,
  contract: true,
  validFrom: null,
  ...changes,
});

const stored = (...records: [string, readonly FacilityProfile[] | null][]) =>
  new Map<string, FacilityRecord>(
    records.map(([code, versions]) => [code, { code, versions, seen: undefined }]),
  );

describe('what an import would change', () => {
  it('is told version by version and field by field', () => {
    const dated = profile({ validFrom: '2026-07-01', score: 58 });
    const { writes, lines } = compare(
      [profile({ score: null, provisional: true }), dated, profile({ code: '99009' })],
      stored(
        ['99003', [profile(), profile({ validFrom: '2025-01-01' })]],
        ['99009', [profile({ code: '99009' })]],
      ),
    );
    expect(lines).toStrictEqual([
      '~ 99003 from ever: score 45 → none, provisional false → true',
      '+ 99003 from 2026-07-01: name Bệnh viện Ví Dụ, level basic, score 58, provisional false, ' +
        'tierBefore2025 district, listedPrimary false, contract true',
      '1 new, 1 changed, 1 unchanged; 1 stored and not in the file, left alone.',
    ]);
    expect(
      writes.map(({ record, versions }) => [record.code, versions.map(({ score }) => score)]),
    ).toStrictEqual([['99003', [null, 45, 58]]]);
  });

  it('is nothing where the file says what is stored', () => {
    const { writes, lines } = compare([profile()], stored(['99003', [profile()]], ['99009', [profile()]]));
    expect(writes).toStrictEqual([]);
    expect(lines).toStrictEqual(['0 new, 0 changed, 1 unchanged; 1 stored and not in the file, left alone.']);
  });

  it('mends what cannot be read, where the file has it', () => {
    const { writes, lines } = compare([profile()], stored(['99003', null], ['99009', null]));
    expect(writes.map(({ versions }) => versions)).toStrictEqual([[profile()]]);
    expect(lines).toStrictEqual([
      '! 99003: what is stored cannot be read and is replaced',
      '! 99009: what is stored cannot be read, so it counts as unknown; it is not in the file',
      expect.stringMatching(/^\+ 99003 from ever: /),
      '1 new, 0 changed, 0 unchanged; 0 stored and not in the file, left alone.',
    ]);
  });
});
