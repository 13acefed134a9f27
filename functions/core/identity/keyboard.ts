/** One way to undo an input method: the hex digits, and the repair that it took, if any. */
export interface HexReading {
  readonly hex: string;
  readonly repair: 'QR_TELEX_REPAIRED' | 'QR_VNI_REPAIRED' | null;
}

/** What was typed for a letter; no entry: it cannot come from hex digits, so more is lost than can be undone. */
type Keys = ReadonlyMap<string, readonly string[]>;

const telex: Keys = new Map([
  ['â', ['aa']],
  ['ê', ['ee']],
  ['đ', ['dd']],
  ['à', ['af']],
  ['è', ['ef']],
  ['ầ', ['aaf']],
  ['ề', ['eef']],
]);

const VNI_TONES = [
  ['1', '\u0301'],
  ['2', '\u0300'],
  ['3', '\u0309'],
  ['4', '\u0303'],
  ['5', '\u0323'],
] as const;

/** A letter with every tone. Where it has a shape too, either key may have come first: `a61` and `a16` are ấ. */
const vniKeys = (base: string, shapeKey = '', shape = ''): [string, string[]][] =>
  [['', ''] as const, ...VNI_TONES].map(([toneKey, tone]) => [
    (base + shape + tone).normalize('NFC'),
    [...new Set([base + shapeKey + toneKey, base + toneKey + shapeKey])],
  ]);

const vni: Keys = new Map([
  ...vniKeys('a'),
  ...vniKeys('a', '6', '\u0302'),
  ...vniKeys('a', '8', '\u0306'),
  ...vniKeys('e'),
  ...vniKeys('e', '6', '\u0302'),
  ['đ', ['d9']],
]);

/**
 * What a Vietnamese input method made of hex digits, read backwards (identity §2.5). Which one was on shows in the
 * payload as a whole, which is ASCII as printed: VNI would have taken every 1 behind an a or an e, and every letter
 * with two marks has such a byte. VNI's 0 takes a tone away, and its 1 to 5 replace one, without a trace: so a VNI
 * payload is only believed where a 0 stands untouched behind a toned letter, proof that nothing was taken away.
 */
export function undoInputMethod(payload: string): (field: string) => readonly HexReading[] {
  const text = payload.toLowerCase();
  if (!/[^\0-\x7F–]/.test(text)) return (field) => [{ hex: field.toLowerCase(), repair: null }];
  if (/[ae]1/.test(text)) return (field) => readings(field.toLowerCase(), telex, 'QR_TELEX_REPAIRED');
  if (/[áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệ]0/.test(text)) {
    return (field) => readings(field.toLowerCase(), vni, 'QR_VNI_REPAIRED');
  }
  return () => [];
}

/** Enough for any name; a text that could have been typed in more ways is not worth guessing. */
const MAX_READINGS = 16;

function readings(typed: string, keys: Keys, repair: HexReading['repair']): readonly HexReading[] {
  let found: readonly string[] = [''];
  for (const letter of typed) {
    const typedFor = keys.get(letter) ?? [letter];
    found = typedFor.flatMap((key) => found.map((before) => before + key));
    if (found.length > MAX_READINGS) return [];
  }
  return found.map((hex) => ({ hex, repair: hex === typed ? null : repair }));
}
