import { describe, expect, it } from 'vitest';

import { readDependants } from '../../../../functions/adapters/tokens/vneid-claims.ts';
import { claimPresets } from '../../../../functions/adapters/tokens/vneid-options.ts';

const variants = [claimPresets.vneid, claimPresets['national-portal']];
const read = (dependants: unknown, claim = 'dependants') => readDependants({ dependants }, claim, variants);
const child = { personalId: '079323000007', fullName: 'Bùi Bé Mẫu', dateOfBirth: '2023-05-12' };

describe('those in the care of the holder', () => {
  it.each([
    [{ citizenPid: '079323000007', fullName: 'Bùi Bé Mẫu', birthDate: '2023-05-12' }],
    [{ personalId: '079323000007', fullName: 'Bùi Bé Mẫu', birthDate: '12/05/2023' }],
    [{ SoDinhDanh: '079323000007', HoVaTen: 'Bùi Bé Mẫu', NgayThangNamSinh: '20230512' }],
  ])('%j', (entry) => {
    expect(read([entry])).toEqual([child]);
  });

  it('a newborn has no number', () => {
    const [newborn] = read([{ fullName: 'Bùi Sơ Sinh', birthDate: '2026-11-20' }]);
    expect(newborn).toEqual({ personalId: null, fullName: 'Bùi Sơ Sinh', dateOfBirth: '2026-11-20' });
  });

  it('stand under the name that the issuer gives the claim', () => {
    const payload = { children: [{ ...child, birthDate: child.dateOfBirth }] };
    expect(readDependants(payload, 'children', variants)).toEqual([child]);
    expect(readDependants(payload, 'dependants', variants)).toEqual([]);
  });
});

it.each([
  ['no list', { ...child, birthDate: child.dateOfBirth }],
  ['text', 'Bùi Bé Mẫu'],
  ['null', null],
  ['entries that are no objects', [null, 'x', 17, []]],
  ['a name that is no text', [{ fullName: ['Bùi Bé Mẫu'], birthDate: '2023-05-12' }]],
  ['a date that does not exist', [{ fullName: 'Bùi Bé Mẫu', birthDate: '2023-02-31' }]],
  [
    'more than anybody has in care',
    Array.from({ length: 51 }, () => ({ ...child, birthDate: '2023-05-12' })),
  ],
])('%s: gives nobody a right', (_what, dependants) => {
  expect(read(dependants)).toEqual([]);
});
