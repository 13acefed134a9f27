/** CP1252's letters for the bytes 80 to 9F, WHATWG mapping: the five undefined bytes stay control characters. */
const CP1252_80_TO_9F = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** The byte a scanner showed as this character, in CP1252 or in Latin-1; -1 when neither shows it for any. */
function byteOf(char: string): number {
  const code = char.charCodeAt(0);
  if (code <= 0xff) return code;
  const index = CP1252_80_TO_9F.indexOf(char);
  return index < 0 ? -1 : 0x80 + index;
}

/**
 * Text whose UTF-8 bytes were typed as CP1252 or Latin-1 letters, read again as UTF-8; null when it is not such text.
 * Every byte must be there: the dropped 81, 8D, 8F, 90 and 9D leave a sequence that is no UTF-8, so a lossy name is
 * never guessed. Text that is rightly Vietnamese does not pass either (identity §2.5).
 */
export function undoMojibake(text: string): string | null {
  const bytes = new Uint8Array(text.length);
  let beyondAscii = false;
  for (let i = 0; i < text.length; i += 1) {
    const byte = byteOf(text.charAt(i));
    if (byte < 0) return null;
    beyondAscii ||= byte > 0x7f;
    bytes[i] = byte;
  }
  return beyondAscii ? decodeStrictly(bytes, 'utf-8') : null;
}

/** The text, or null when a single byte is wrong. */
export function decodeStrictly(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
