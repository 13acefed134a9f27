import { type BirthDate, parseSlashedDate } from '../calendar.ts';
import { type CardNumber, type CardNumberFault, parseCardNumber } from '../card/card-number.ts';
import { failed, ok, type Result } from '../result.ts';
import type { IdentityWarning } from './codes.ts';
import { isHexText, readHexName } from './hex-name.ts';
import { undoInputMethod } from './keyboard.ts';
import { agrees, type Sex } from './personal-number.ts';
import type { ScannedText } from './scanned-text.ts';

export interface InsuranceQr {
  readonly number: CardNumber;
  readonly fullName: string;
  readonly dateOfBirth: BirthDate;
  readonly sex: Sex;
  readonly warnings: readonly IdentityWarning[];
}

export type InsuranceQrFault =
  | CardNumberFault
  | 'QR_BHYT_NO_TERMINATOR'
  | 'QR_BHYT_FIELD_COUNT'
  | 'QR_BHYT_NUMBER'
  | 'QR_BHYT_HEX_NAME'
  | 'QR_BHYT_HEX_TEXT'
  | 'QR_BHYT_DOB'
  | 'QR_BHYT_SEX'
  | 'QR_BHYT_FACILITY'
  | 'QR_BHYT_PERIOD';

export const END_MARK = '$';
const PARTS = 15;

const SEXES = new Map<string, Sex>([
  ['1', 'male'],
  ['2', 'female'],
]);

/** None, K1, K2, K3 (identity §4.6). */
const REGIONS = ['4', '5', '6', '7'];

/**
 * The insurance card's QR: fifteen parts, the texts in hex, the last one `$` (identity §5.1). Period, facility and
 * region are as of printing: looked at for damage, and dropped, because the registry knows better. The check string's
 * algorithm is not public.
 */
export function parseInsuranceQr({ parts, repairs }: ScannedText): Result<InsuranceQr, InsuranceQrFault> {
  if (parts.at(-1) !== END_MARK) return failed('QR_BHYT_NO_TERMINATOR');
  if (parts.length !== PARTS) return failed('QR_BHYT_FIELD_COUNT');
  const [code = '', name = '', birth = '', sexDigit = '', address = '', facility = '', from = '', to = ''] =
    parts;
  const parent = parts[10] ?? '';
  const number = parseCardNumber(code);
  if (!number.ok) return number;
  const readingsOf = undoInputMethod(parts.join('|'));
  const holder = readHexName(readingsOf(name));
  if (holder === null) return failed('QR_BHYT_HEX_NAME');
  if (![address, parent].every((text) => isHexText(readingsOf(text)))) return failed('QR_BHYT_HEX_TEXT');
  const dateOfBirth = parseSlashedDate(withoutUnknown(birth));
  if (dateOfBirth === null) return failed('QR_BHYT_DOB');
  const sex = SEXES.get(sexDigit);
  if (sex === undefined) return failed('QR_BHYT_SEX');
  if (!/^[0-9]{2}[0-9A-Z]{3}$/i.test(facility.replace(/[ –-]/g, ''))) return failed('QR_BHYT_FACILITY');
  if (!isPeriod(from, to)) return failed('QR_BHYT_PERIOD');
  // No card with a personal number here is known. A card code that lost its first three characters looks like one.
  if (number.value.form === 'personal' && !agrees(number.value.number, { dateOfBirth, sex })) {
    return failed('QR_BHYT_NUMBER');
  }
  const warnings = [...number.value.warnings, ...remarks(parts)];
  return ok({
    number: number.value,
    fullName: holder.name,
    dateOfBirth,
    sex,
    warnings: [...repairs, ...holder.repairs, ...warnings],
  });
}

/** `00/00/1960` and `00/05/1960` as the claim file writes unknown parts, besides `1960` and `05/1960`. */
const withoutUnknown = (date: string): string => date.replace(/^(?:00?\/){1,2}/, '');

const isOpenEnd = (to: string): boolean => to === '' || to === '-';

function isPeriod(from: string, to: string): boolean {
  const [first, last] = [parseSlashedDate(from), parseSlashedDate(to)];
  if (first?.length !== 10) return false;
  return isOpenEnd(to) || (last?.length === 10 && first <= last);
}

function remarks(parts: readonly string[]): IdentityWarning[] {
  const [code = '', , , , , , , to = '', , , , region = ''] = parts;
  const warnings: IdentityWarning[] = [];
  if (code !== code.toUpperCase()) warnings.push('QR_CASE_REPAIRED');
  if (isOpenEnd(to)) warnings.push('CARD_OPEN_ENDED');
  if (!REGIONS.includes(region)) warnings.push('QR_BHYT_REGION');
  return warnings;
}
