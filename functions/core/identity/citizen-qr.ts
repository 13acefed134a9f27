import { type BirthDate, parsePackedDate } from '../calendar.ts';
import { failed, ok, type Result } from '../result.ts';
import { isPlausibleName, tidyName } from './names.ts';
import type { Sex } from './personal-number.ts';

export interface CitizenQr {
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: BirthDate;
  readonly sex: Sex;
}

export type CitizenQrFault =
  'QR_NOT_DELIMITED' | 'QR_CC_FIELD_COUNT' | 'QR_CC_ID' | 'QR_CC_NAME_EMPTY' | 'QR_CC_DOB' | 'QR_CC_SEX';

const SEXES = new Map<string, Sex>([
  ['NAM', 'male'],
  ['NỮ', 'female'],
]);

/**
 * The citizen card's QR: `number|old number|name|ddMMyyyy|Nam or Nữ|address|ddMMyyyy issued`, 2024 cards with
 * more parts behind. It carries no signature: a typing aid, never proof. Only what a lookup needs is taken over;
 * address, old number and parents are dropped here.
 */
export function parseCitizenQr(payload: string): Result<CitizenQr, CitizenQrFault> {
  const text = payload.normalize('NFC').replace(/^[\uFEFF\s\0]+|[\s\0]+$/g, '');
  if (!text.includes('|')) return failed('QR_NOT_DELIMITED');
  const parts = text.split('|').map((part) => part.trim());
  if (parts.length < 7) return failed('QR_CC_FIELD_COUNT');
  const [id = '', , name = '', birth = '', sexText = ''] = parts;
  if (!/^[0-9]{12}$/.test(id)) return failed('QR_CC_ID');
  if (!isPlausibleName(name)) return failed('QR_CC_NAME_EMPTY');
  const dateOfBirth = parsePackedDate(birth);
  if (dateOfBirth === null) return failed('QR_CC_DOB');
  const sex = SEXES.get(sexText.toUpperCase());
  if (sex === undefined) return failed('QR_CC_SEX');
  return ok({ personalId: id, fullName: tidyName(name), dateOfBirth, sex });
}
