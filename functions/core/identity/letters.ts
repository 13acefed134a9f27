import type { IdentityWarning } from './codes.ts';

/** The five tone marks, as combining characters: grave, acute, hook, tilde, dot below. */
const TONES = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];

const VOWELS = Array.from('aăâeêioôơuưy');
const CONSONANTS = 'bcdđghklmnpqrstvx';

/** Not Vietnamese, but in names all the same: Dzũng, Wòng, Jang. */
const BORROWED = 'fjwz';

/**
 * Of the Ê-đê, Gia-rai and Ba-na orthographies, which names from the highlands keep: breve vowels (as a combining mark
 * where no such letter exists), č and ƀ. Their ñ is left out on purpose: it is also what is left of ự where a scanner
 * cuts code points to eight bits (identity §2.5).
 */
const HIGHLAND_VOWELS = 'ĕĭŏŭ';
const HIGHLAND_OTHERS = 'čƀ\u0306';

const vowels = new Set([
  ...VOWELS,
  ...VOWELS.flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize('NFC'))),
  ...Array.from(HIGHLAND_VOWELS),
]);
const letters = new Set([...vowels, ...Array.from(CONSONANTS + BORROWED + HIGHLAND_OTHERS)]);

/** Of composed text, in either case. */
export const isVowel = (char: string): boolean => vowels.has(char.toLowerCase());
export const isLetter = (char: string): boolean => letters.has(char.toLowerCase());

/**
 * Composed letters (NFC), and Đ where legacy fonts wrote the look-alike Ð: at the beginning of a word only, where
 * Vietnamese has it; elsewhere Ð is an Ố cut to eight bits (identity §2.5).
 */
export function composeLetters(text: string): {
  readonly letters: string;
  readonly repairs: readonly IdentityWarning[];
} {
  const composed = text.normalize('NFC');
  const letters = composed.replace(/(?<![\p{L}\p{M}])[\u00D0\u00F0]/gu, (eth) =>
    eth === '\u00D0' ? '\u0110' : '\u0111',
  );
  const repairs: IdentityWarning[] = [];
  if (composed !== text) repairs.push('QR_NFC_REPAIRED');
  if (letters !== composed) repairs.push('QR_ETH_REPAIRED');
  return { letters, repairs };
}
