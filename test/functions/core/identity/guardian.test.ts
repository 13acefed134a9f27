import { describe, expect, it } from 'vitest';

import { childOf, type StatedChild } from '../../../../functions/core/identity/guardian.ts';

const today = '2026-11-21';
const child = { personalId: '079323000007', fullName: 'Bùi Bé Mẫu', dateOfBirth: '2023-05-12' };
const newborn = { personalId: null, fullName: 'Bùi Sơ Sinh', dateOfBirth: '2026-11-20' };
const sibling = { personalId: '079225000063', fullName: 'Bùi Em Mẫu', dateOfBirth: '2025-10-01' };
const dependants = [child, newborn, sibling];
const asStated = ({ fullName, dateOfBirth }: Pick<StatedChild, 'fullName' | 'dateOfBirth'>) => ({
  fullName,
  dateOfBirth,
});

describe('the child that the token names', () => {
  it.each<[string, StatedChild]>([
    ['by its number', child],
    ['by name and birth date', asStated(child)],
    ['whatever the case of the name', { ...child, fullName: 'BÙI  BÉ MẪU' }],
    ['by its number as card number', { ...asStated(child), cardNumber: '079 323 000 007' }],
  ])('%s', (_how, stated) => {
    expect(childOf(dependants, stated, today)).toMatchObject({
      ok: true,
      value: { ...child, number: child.personalId, presence: 'vneid-verified' },
    });
  });

  it('by a card number beside it, which is then what the registry is asked about', () => {
    const stated = { ...asStated(child), cardNumber: 'TE1999900000007' };
    expect(childOf(dependants, stated, today)).toMatchObject({
      value: { number: 'TE1999900000007', personalId: child.personalId, presence: 'vneid-verified' },
    });
  });

  it('a newborn without a number of its own, by its temporary code', () => {
    const stated = { ...asStated(newborn), cardNumber: 'TE1990000000017' };
    expect(childOf(dependants, stated, today)).toMatchObject({
      value: { number: 'TE1990000000017', personalId: null, fullName: newborn.fullName },
    });
  });
});

describe('refused', () => {
  it.each<[string, StatedChild]>([
    ['nobody of that name', { ...asStated(child), fullName: 'Bùi Bé Khác' }],
    ['another birth date', { ...asStated(child), dateOfBirth: '2023-05-13' }],
    ['the number of another child', { ...child, personalId: sibling.personalId }],
    ['a typed number where the token has none', { ...asStated(newborn), personalId: '079226000099' }],
    ['the same as card number', { ...asStated(newborn), cardNumber: '079226000099' }],
  ])('%s', (_what, stated) => {
    expect(childOf(dependants, stated, today)).toEqual({ ok: false, error: 'VNEID_NOT_GUARDIAN' });
  });

  it('any child, by a token that names nobody', () => {
    expect(childOf([], child, today)).toEqual({ ok: false, error: 'VNEID_NOT_GUARDIAN' });
  });

  it('two dependants who cannot be told apart', () => {
    const twins = [child, { ...child, personalId: '079323000015' }];
    expect(childOf(twins, asStated(child), today)).toEqual({ ok: false, error: 'VNEID_NOT_GUARDIAN' });
    expect(childOf(twins, child, today)).toMatchObject({ ok: true });
  });

  it('a child without any number', () => {
    expect(childOf(dependants, asStated(newborn), today)).toEqual({
      ok: false,
      error: 'CHILD_NUMBER_MISSING',
    });
  });

  it('a card number of no form', () => {
    const stated = { ...asStated(child), cardNumber: 'TE1' };
    expect(childOf(dependants, stated, today)).toMatchObject({ ok: false, error: [{ field: 'cardNumber' }] });
  });
});
