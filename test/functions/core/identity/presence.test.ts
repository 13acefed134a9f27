import { expect, it } from 'vitest';

import { presenceLevels } from '../../../../functions/core/identity/person.ts';
import { maySee, rights } from '../../../../functions/core/identity/presence.ts';

const expected = [
  ['chip-verified', 'full-personal-number', true],
  ['chip-verified', 'visit-history', true],
  ['vneid-verified', 'full-personal-number', true],
  ['vneid-verified', 'visit-history', true],
  ['qr', 'full-personal-number', false],
  ['qr', 'visit-history', false],
  ['typed', 'full-personal-number', false],
  ['typed', 'visit-history', false],
] as const;

it.each(expected)('%s, %s: %s', (presence, right, isAllowed) => {
  expect(maySee(presence, right)).toBe(isAllowed);
});

it('leaves no pair out', () => {
  const pairs = presenceLevels.flatMap((presence) => rights.map((right) => `${presence} ${right}`));
  expect(expected.map(([presence, right]) => `${presence} ${right}`).toSorted()).toEqual(pairs.toSorted());
});
