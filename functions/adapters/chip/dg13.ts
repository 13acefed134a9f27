import { type BaseBlock, Integer, ObjectIdentifier, PrintableString, Utf8String } from 'asn1js';

import { type BirthDate, parseSlashedDate } from '../../core/calendar.ts';
import type { ChipFault, ChipHolder } from '../../core/identity/chip.ts';
import { isPlausibleName, tidyName } from '../../core/identity/names.ts';
import type { Sex } from '../../core/identity/personal-number.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import { Fields, file, malformed, setItems, small, utf8Text } from './der.ts';

/** EF.DG13 (identity §3.3): the Vietnamese fields of the chip. */

const LIMITS = { bytes: 16_384, depth: 12, elements: 400, identifiers: 64 };

/** The only fields taken: the rest (ethnicity, religion, parents …) is nobody's business at a desk (§3.3). */
const FIELD = { personalId: 1, fullName: 2, dateOfBirth: 3, sex: 4 } as const;

export function parseDg13(bytes: Uint8Array): Result<ChipHolder, ChipFault> {
  try {
    return ok(readDg13(bytes));
  } catch {
    // Whatever a hostile file makes the libraries throw: it cannot be read.
    return failed('CHIP_DG_MALFORMED');
  }
}

function readDg13(bytes: Uint8Array): ChipHolder {
  const fields = new Fields(file(bytes, 0x6d, LIMITS));
  fields.nextIf((block) => block instanceof Integer); // version
  fields.nextIf((block) => block instanceof ObjectIdentifier); // how text is encoded
  const entries = setItems(fields.next()).map(readEntry);

  const find = (wanted: number): string | null => {
    const [found, ...more] = entries.filter(({ number }) => number === wanted);
    if (found === undefined) return null;
    return more.length === 0 ? textOf(found.value) : malformed();
  };
  const personalId = find(FIELD.personalId) ?? '';
  const fullName = tidyName(find(FIELD.fullName) ?? '');
  const dateOfBirth = parseBirth(find(FIELD.dateOfBirth) ?? '');
  if (!/^[0-9]{12}$/.test(personalId) || !isPlausibleName(fullName)) malformed();
  return {
    personalId,
    fullName,
    dateOfBirth: dateOfBirth ?? malformed(),
    sex: parseSex(find(FIELD.sex) ?? ''),
  };
}

interface Entry {
  readonly number: number;
  readonly value: BaseBlock;
}

/** The order inside the SET is not fixed; values of unknown numbers are of any form and not looked at. */
function readEntry(block: BaseBlock): Entry {
  const fields = new Fields(block);
  return { number: small(fields.next()), value: fields.next() };
}

const textOf = (value: BaseBlock): string =>
  value instanceof Utf8String || value instanceof PrintableString ? utf8Text(value).trim() : malformed();

/** `dd/MM/yyyy`; unknown parts left out, or zeros as the claim file has them (identity §2.4). */
const parseBirth = (text: string): BirthDate | null => parseSlashedDate(text.replace(/^(?:00\/){1,2}/, ''));

function parseSex(text: string): Sex | null {
  switch (text.normalize('NFC').toLowerCase()) {
    case 'nam':
      return 'male';
    case 'nữ':
      return 'female';
    default:
      return null;
  }
}
