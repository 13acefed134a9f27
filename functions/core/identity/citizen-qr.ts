import { type BirthDate, parsePackedDate } from '../calendar.ts';
import { failed, ok, type Result } from '../result.ts';
import type { IdentityWarning } from './codes.ts';
import { tidyName } from './names.ts';
import { agrees, type Sex } from './personal-number.ts';
import { caseRepairs, isAsPrinted } from './printed-case.ts';
import { isIntactName, isIntactText } from './scanned-name.ts';
import type { ScannedText } from './scanned-text.ts';

export interface CitizenQr {
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: BirthDate;
  readonly sex: Sex;
  readonly warnings: readonly IdentityWarning[];
}

export type CitizenQrFault =
  | 'QR_ACCENTS_LOST'
  | 'QR_CC_FIELD_COUNT'
  | 'QR_CC_OLDNUM'
  | 'QR_CC_NAME_EMPTY'
  | 'QR_CC_NAME_DAMAGED'
  | 'QR_CC_DOB'
  | 'QR_CC_SEX'
  | 'QR_CC_ISSUE_DATE'
  | 'QR_CC_TEXT_DAMAGED';

const SEXES = new Map<string, Sex>([
  ['NAM', 'male'],
  ['NỮ', 'female'],
]);

const sexOf = (part = ''): Sex | undefined => SEXES.get(part.toUpperCase());

/**
 * The citizen card's QR: `number|old number|name|ddMMyyyy|Nam or Nữ|address|ddMMyyyy issued`, 2024 cards with four
 * parts behind, and a form without the slot of the old number (identity §2.2). It carries no signature: a typing aid,
 * never proof. Only what a lookup needs is taken over; the rest is looked at for damage and dropped.
 */
export function parseCitizenQr({ parts, repairs }: ScannedText): Result<CitizenQr, CitizenQrFault> {
  const fields = fieldsOf(parts);
  if (fields === null) return failed('QR_CC_FIELD_COUNT');
  if (!hasAccents(parts)) return failed('QR_ACCENTS_LOST');
  if (!/^([0-9]{9}|[0-9]{12})?$/.test(fields.oldNumber ?? '')) return failed('QR_CC_OLDNUM');
  if (fields.name === '') return failed('QR_CC_NAME_EMPTY');
  const sex = sexOf(fields.sex);
  if (sex === undefined) return failed('QR_CC_SEX');
  // A case changed before mojibake could be undone has changed bytes: Ú may have become Ê (identity §2.5).
  if (repairs.includes('QR_MOJIBAKE_REPAIRED') && !isAsPrinted(fields.sex)) {
    return failed('QR_CC_NAME_DAMAGED');
  }
  const ways = caseRepairs(fields.sex).filter((repair) => isIntactName(repair(fields.name)));
  if (ways.length === 0) return failed('QR_CC_NAME_DAMAGED');
  const dateOfBirth = parsePackedDate(fields.birth);
  if (dateOfBirth === null) return failed('QR_CC_DOB');
  if (!isIssueDate(fields.issued)) return failed('QR_CC_ISSUE_DATE');
  const restore = ways.find((repair) => fields.texts.map(repair).every(isIntactText));
  if (restore === undefined) return failed('QR_CC_TEXT_DAMAGED');
  // A second sex is a second card that ran into this one.
  if (fields.texts.some((text) => sexOf(text) !== undefined)) return failed('QR_CC_FIELD_COUNT');
  if (mayBeOfAnother(fields, { dateOfBirth, sex })) return failed('QR_CC_OLDNUM');
  return ok({
    personalId: fields.personalId,
    fullName: tidyName(restore(fields.name)),
    dateOfBirth,
    sex,
    warnings: [...repairs, ...remarks(fields, parts.length)],
  });
}

interface Fields {
  readonly personalId: string;
  /** Null: the form without a slot for it. */
  readonly oldNumber: string | null;
  readonly name: string;
  readonly birth: string;
  readonly sex: string;
  readonly issued: string;
  /** The address, and the four parts of a 2024 card, whose order is not public (identity §2.2). */
  readonly texts: readonly string[];
}

/**
 * Told apart by where the sex stands, and where none does by the second part. At no other place: the beginning of
 * another scan before this one would push the sex back, and mix two people.
 */
function fieldsOf([personalId = '', ...behind]: readonly string[]): Fields | null {
  const hasSlot =
    sexOf(behind[3]) !== undefined || (sexOf(behind[2]) === undefined && /^\d*$/.test(behind[0] ?? ''));
  const oldNumber = hasSlot ? (behind[0] ?? '') : null;
  const [name = '', birth = '', sex = '', address, issued, ...extras] = hasSlot ? behind.slice(1) : behind;
  if (address === undefined || issued === undefined || (!hasSlot && extras.length > 0)) return null;
  return { personalId, oldNumber, name, birth, sex, issued, texts: [address, ...extras] };
}

/**
 * Hardly an address is written without a mark: a scanner that sends none can only type what a US keyboard has, and has
 * dropped letters of the name too. The few cards that truly have none are typed by hand (identity §2.5).
 */
const hasAccents = (parts: readonly string[]): boolean =>
  parts.some((part) => /[\u00C0-\u024F\u1E00-\u1EFF]/.test(part));

const isIssueDate = (part: string): boolean => part === '' || parsePackedDate(part)?.length === 10;

/**
 * Two scans can leave a payload of good form with the number of one and the name of another. A card whose beginning
 * was lost shows its cancelled number in front; a number left over from the scan before shows this card's own number
 * as the old one. The true number tells by birth year and sex (identity §1.3, §2.5).
 */
function mayBeOfAnother(
  { personalId, oldNumber }: Fields,
  person: { readonly dateOfBirth: BirthDate; readonly sex: Sex },
): boolean {
  return !agrees(personalId, person) && (oldNumber === null || agrees(oldNumber, person));
}

/** 7 parts until 2024, 11 since; 6 without the old number's slot; others are read and told (identity §2.2). */
function remarks({ sex }: Fields, count: number): IdentityWarning[] {
  const warnings: IdentityWarning[] = isAsPrinted(sex) ? [] : ['QR_CASE_REPAIRED'];
  if (count === 6) warnings.push('QR_CC_6PART');
  else if (count !== 7 && count !== 11) warnings.push('QR_CC_EXTRA_PARTS');
  return warnings;
}
