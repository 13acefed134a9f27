import type { IdentityWarning } from './codes.ts';
import type { HexReading } from './keyboard.ts';
import { composeLetters } from './letters.ts';
import { decodeStrictly } from './mojibake.ts';
import { tidyName } from './names.ts';
import { isIntactName, isIntactText, isNameText } from './scanned-name.ts';

export interface HexName {
  readonly name: string;
  readonly repairs: readonly IdentityWarning[];
}

/**
 * A name written as hex digits of its bytes (identity §5.1), or null. Digits that no keyboard changed tell the very
 * letters that were printed. Where an input method can be undone in several ways, all that lead to a name must lead
 * to the same.
 */
export function readHexName(readings: readonly HexReading[]): HexName | null {
  const names = readings.flatMap(({ hex, repair }) => {
    const decoded = decodeHex(hex);
    if (decoded === null || !(repair === null ? isNameText : isIntactName)(decoded.text)) return [];
    const { text, repairs } = decoded;
    return [{ name: tidyName(text), repairs: repair === null ? repairs : [repair, ...repairs] }];
  });
  return new Set(names.map(({ name }) => name)).size === 1 ? (names[0] ?? null) : null;
}

/** Whether a text beside the name is whole. It is not used, but what damaged it was on for the name too. */
export const isHexText = (readings: readonly HexReading[]): boolean =>
  readings.some(({ hex }) => hex === '' || hex === '-' || decodeHex(hex) !== null);

interface Decoded {
  readonly text: string;
  readonly repairs: readonly IdentityWarning[];
}

/** UTF-8; or UTF-16, whose letters are no UTF-8, or have a NUL behind them, which no text in UTF-8 has. */
function decodeHex(hex: string): Decoded | null {
  if (!/^(?:[0-9a-f]{2})+$/.test(hex)) return null;
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8?.includes('\0') === false) return composed(utf8, []);
  const utf16 = decodeStrictly(bytes, 'utf-16le');
  if (utf16 === null) return null;
  const decoded = composed(utf16, ['QR_UTF16_NAME']);
  // Nearly any bytes are some UTF-16: it must also be letters that a card can have.
  return isIntactText(decoded.text) ? decoded : null;
}

function composed(decoded: string, warnings: readonly IdentityWarning[]): Decoded {
  const { letters, repairs } = composeLetters(decoded);
  return { text: letters, repairs: [...warnings, ...repairs] };
}
