import { Primitive } from 'asn1js';

import type { ChipFault, ChipHolder } from '../../core/identity/chip.ts';
import { type Mrz, parseMrz } from '../../core/identity/mrz.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import { file, malformed, utf8Text } from './der.ts';

/** EF.DG1 (ICAO 9303-10 §4.7.1): the three lines of the MRZ in one. */

const LIMITS = { bytes: 256, depth: 4, elements: 8, identifiers: 0 };
const MRZ_TAG = { application: 2, number: 0x1f };

export function parseDg1(bytes: Uint8Array): Result<Mrz, ChipFault> {
  try {
    const mrz = parseMrz(mrzOf(bytes));
    return mrz.ok ? ok(mrz.value) : failed('CHIP_DG_MALFORMED');
  } catch {
    // Whatever a hostile file makes the libraries throw: it cannot be read.
    return failed('CHIP_DG_MALFORMED');
  }
}

function mrzOf(bytes: Uint8Array): string {
  const block = file(bytes, 0x61, LIMITS);
  const { tagClass, tagNumber } = block.idBlock;
  const isMrz =
    block instanceof Primitive && tagClass === MRZ_TAG.application && tagNumber === MRZ_TAG.number;
  const text = isMrz ? utf8Text(block) : malformed();
  return /^[A-Z0-9<]{90}$/.test(text) ? text : malformed();
}

/** Number, birth and sex. The name in the MRZ has lost its diacritics, so it is not compared. */
export function agrees(mrz: Mrz, holder: ChipHolder): boolean {
  // Without the century, which the MRZ does not write; either may know less of the date.
  const [read, known] = [mrz.dateOfBirth.slice(2), holder.dateOfBirth.slice(2)];
  return (
    mrz.personalId === holder.personalId &&
    (read.startsWith(known) || known.startsWith(read)) &&
    (holder.sex === null || mrz.sex === holder.sex)
  );
}
