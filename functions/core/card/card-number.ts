import { failed, ok, type Result } from '../result.ts';
import { stripSeparators } from '../text.ts';
import { cardGroups } from './groups.ts';

export type CardNumberFault =
  'CARD_LENGTH' | 'CARD_CHARSET' | 'CARD_GROUP_FORM' | 'CARD_LEVEL' | 'CARD_PROVINCE' | 'CARD_TAIL';
export type CardNumberWarning = 'CARD_GROUP_UNKNOWN' | 'CARD_LEVEL_UNUSUAL' | 'CARD_LEGACY_FORM';

export interface CardNumber {
  /** `code`: 15 characters; `social-insurance`: 10 digits; `personal`: 12 digits, used as card number since 08/2025. */
  readonly form: 'code' | 'social-insurance' | 'personal';
  readonly number: string;
  readonly warnings: readonly CardNumberWarning[];
}

/** Normalises and checks the structure of a typed card number. Whether it exists only the registry knows. */
export function parseCardNumber(typed: string): Result<CardNumber, CardNumberFault> {
  const number = stripSeparators(typed).toUpperCase();
  if (!/^[0-9A-Z]*$/.test(number)) return failed('CARD_CHARSET');
  if (number.length === 15) return parseCode(number);
  if (number.length !== 10 && number.length !== 12) return failed('CARD_LENGTH');
  if (!/^[0-9]+$/.test(number)) return failed('CARD_CHARSET');
  return ok({ form: number.length === 10 ? 'social-insurance' : 'personal', number, warnings: [] });
}

/** `GG L PP` and ten digits; cards older than the social-insurance number may have letters in the district slot. */
function parseCode(number: string): Result<CardNumber, CardNumberFault> {
  const group = number.slice(0, 2);
  const digit = number.charAt(2);
  const tail = number.slice(5);
  if (!/^[A-Z]{2}$/.test(group)) return failed('CARD_GROUP_FORM');
  if (!/^[1-5]$/.test(digit)) return failed('CARD_LEVEL');
  if (!/^[0-9]{2}$/.test(number.slice(3, 5))) return failed('CARD_PROVINCE');
  if (!/^[0-9A-Z]{2}[0-9]{8}$/.test(tail)) return failed('CARD_TAIL');

  const warnings: CardNumberWarning[] = [];
  const usual = cardGroups.usualDigits.get(group);
  if (usual === undefined) warnings.push('CARD_GROUP_UNKNOWN');
  else if (usual !== '' && usual !== digit) warnings.push('CARD_LEVEL_UNUSUAL');
  if (/[A-Z]/.test(tail)) warnings.push('CARD_LEGACY_FORM');
  return ok({ form: 'code', number, warnings });
}

/** Group and benefit digit of a 15-character code; nulls for the shorter forms, which carry neither. */
export const codeParts = (number: string): { group: string | null; benefitDigit: string | null } =>
  /^[A-Z]{2}[1-5][0-9A-Z]{12}$/.test(number)
    ? { group: number.slice(0, 2), benefitDigit: number.charAt(2) }
    : { group: null, benefitDigit: null };
