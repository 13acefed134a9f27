import { failed, ok, type Result } from '../result.ts';
import { trimEnds } from '../text.ts';
import type { IdentityWarning } from './codes.ts';
import { composeLetters } from './letters.ts';
import { undoMojibake } from './mojibake.ts';

/** A payload taken apart, and what had to be repaired to do so. */
export interface ScannedText {
  readonly parts: readonly string[];
  readonly repairs: readonly IdentityWarning[];
}

export type ScannedTextFault = 'QR_NOT_DELIMITED' | 'QR_CONTROL_CHARACTER';

/** `|` as printed, then what keyboard layouts make of it (identity §2.5). */
const SEPARATORS = ['|', '~', '\\', '¦', 'º'];

/**
 * CR, LF, CR+LF, Tab and NUL end a scan, a byte-order mark may begin it; none is a repair (identity §2.5, §2.6). Not
 * `\s`, which holds U+00A0 too: in mojibake that is half a letter, elsewhere what is left of a lost one.
 */
export const TERMINATORS = '\uFEFF\0\t\n\v\f\r ';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001F\u007F-\u009F]/;

/**
 * Undoes what can be undone to the payload as a whole, in this order: terminators, separator, mojibake, NFC (identity
 * §8.3). Mojibake comes before everything that changes letters, because it needs every byte as it was.
 */
export function openPayload(payload: string): Result<ScannedText, ScannedTextFault> {
  const scanned = trimEnds(payload, TERMINATORS);
  const separator = SEPARATORS.find((candidate) => scanned.includes(candidate));
  if (separator === undefined) return failed('QR_NOT_DELIMITED');
  const delimited = scanned.replaceAll(separator, '|');
  const decoded = undoMojibake(delimited);
  const { letters, repairs: recomposed } = composeLetters(decoded ?? delimited);
  // A line break inside is two scans in one or half of one; others are Đ and ă cut to eight bits (identity §2.5).
  if (CONTROL.test(letters)) return failed('QR_CONTROL_CHARACTER');
  const repairs: IdentityWarning[] = [];
  if (separator !== '|') repairs.push('QR_SEPARATOR_REPAIRED');
  if (decoded !== null) repairs.push('QR_MOJIBAKE_REPAIRED');
  return ok({
    parts: letters.split('|').map((part) => trimEnds(part, ' ')),
    repairs: [...repairs, ...recomposed],
  });
}
