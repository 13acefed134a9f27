import type { Presence } from './person.ts';

/** What an answer may hold only where it is proven that the patient is here. A closed list. */
export const rights = ['full-personal-number', 'visit-history'] as const;
export type Right = (typeof rights)[number];

/**
 * The one rule of what may be seen. A chip or a token proves that its holder is at the desk; a QR or a typed number
 * proves only that somebody knows the number, and that must not open anybody's record (identity §2.1, §8).
 */
const allowed: Readonly<Record<Presence, Readonly<Record<Right, boolean>>>> = {
  'chip-verified': { 'full-personal-number': true, 'visit-history': true },
  'vneid-verified': { 'full-personal-number': true, 'visit-history': true },
  qr: { 'full-personal-number': false, 'visit-history': false },
  typed: { 'full-personal-number': false, 'visit-history': false },
};

export const maySee = (presence: Presence, right: Right): boolean => allowed[presence][right];
