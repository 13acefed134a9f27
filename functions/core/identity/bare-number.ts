import { type CardNumberFault, parseCardNumber } from '../card/card-number.ts';
import { stripSeparators } from '../text.ts';

export type BareNumber =
  | 'SCAN_PERSONAL_NUMBER_ONLY'
  | 'SCAN_CARD_NUMBER_ONLY'
  | 'SCAN_SOCIAL_NUMBER_ONLY'
  | 'SCAN_OLD_ID_NUMBER'
  | 'SCAN_CHIP_ID'
  | 'SCAN_PASSPORT_NUMBER';

/** Numbers by their shape (identity §1.5). Ten digits may also be a hospital's own patient number. */
const shapes: readonly (readonly [RegExp, BareNumber])[] = [
  [/^[0-9]{12}$/, 'SCAN_PERSONAL_NUMBER_ONLY'],
  [/^[0-9]{10}$/, 'SCAN_SOCIAL_NUMBER_ONLY'],
  [/^[0-9]{9}$/, 'SCAN_OLD_ID_NUMBER'],
  [/^[0-9A-F]{16}$/, 'SCAN_CHIP_ID'],
  [/^(?=.{1,9}$)[A-Z]+[0-9]+$/, 'SCAN_PASSPORT_NUMBER'],
];

/** A card code, alone or with the facility's five characters behind it, as printed and typed (identity §4.1). */
const CARD_CODE = /^([A-Z]{2}[0-9A-Z]{13})(?:[0-9]{2}[0-9A-Z]{3})?$/;

/**
 * What a number that came without a name and a birth date is, or what is wrong with it; null when it is no number.
 * A number that lost its leading zeros is another number: nothing is padded (identity §1.5).
 */
export function recogniseNumber(text: string): BareNumber | CardNumberFault | null {
  const number = stripSeparators(text).toUpperCase();
  const shape = shapes.find(([pattern]) => pattern.test(number));
  if (shape !== undefined) return shape[1];
  if (!/^[0-9A-Z]{6,20}$/.test(number) || !/[0-9]{6}/.test(number)) return null;
  const card = parseCardNumber(CARD_CODE.exec(number)?.[1] ?? number);
  return card.ok ? 'SCAN_CARD_NUMBER_ONLY' : card.error;
}
