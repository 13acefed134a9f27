import { isLetter, isVowel } from './letters.ts';
import { MAX_NAME_LENGTH } from './names.ts';

/** Joins parts of one word of a name: H'Thỉm, Ê-ban, K’Mẫu, Y. */
const JOINTS = /['’.-]/;

const wordsOf = (name: string): string[] => name.split(' ').filter((word) => word !== '');
const piecesOf = (word: string): string[] => word.split(JOINTS).filter((piece) => piece !== '');

/** Whether a text has words, and only letters that names in Viet Nam have. Stricter than what a person may type. */
export const isNameText = (text: string): boolean =>
  text.length <= MAX_NAME_LENGTH &&
  /\p{L}/u.test(text) &&
  wordsOf(text).every((word) => {
    const pieces = piecesOf(word);
    return pieces.length > 0 && pieces.every((piece) => Array.from(piece).every(isLetter));
  });

const beginsWithSmallVowel = (word: string): boolean => hasSmall(word.charAt(0)) && isVowel(word.charAt(0));

const hasSmall = (text: string): boolean => text !== text.toUpperCase();
const hasCapital = (text: string): boolean => text !== text.toLowerCase();

/**
 * Whether the letters of a name that came through a keyboard can be the ones that were printed. A wrong letter would
 * ask the registry about somebody else, so any sign of one is enough to refuse (identity §2.5): no vowel in a word, a
 * tone it cannot have, a capital inside a word (TÉnh was Tỉnh), or a first letter lost (ào was Đào, among words that
 * begin with a capital). Lost letters have marks, so what follows one is a vowel or no syllable: Nguyễn thị Mẫu is
 * only written so.
 */
export function isIntactName(name: string): boolean {
  if (!isNameText(name)) return false;
  const words = wordsOf(name);
  const capitalised = words.some((word) => hasCapital(word.charAt(0)) && hasSmall(word.slice(1)));
  return words.every(
    (word) => piecesOf(word).every(isIntactPiece) && !(capitalised && beginsWithSmallVowel(word)),
  );
}

/** What ends in c, ch, p or t has the acute or the dot, if any tone: NGÌC was NGỌC. */
const IMPOSSIBLE_TONE = /[\u0300\u0309\u0303]\p{M}*(?:c|ch|p|t)$/iu;

function isIntactPiece(piece: string): boolean {
  if (piece.length > 1 && !Array.from(piece).some(isVowel)) return false;
  if (IMPOSSIBLE_TONE.test(piece.normalize('NFD'))) return false;
  return !hasSmall(piece) || !hasCapital(piece.slice(1));
}

/** Printable ASCII but the question mark, which stands for a letter that could not be sent; typographic marks. */
const ADDRESS_MARKS = /^[ ->@-~‘’“”–—…]$/;

/**
 * Whether a text beside the name (an address, say) is free of letters that only a scanner makes. It is not used, but
 * a name can be damaged without a trace (Vũ → Vi) and the text beside it hardly ever is.
 */
export const isIntactText = (text: string): boolean =>
  Array.from(text).every((char) => isLetter(char) || ADDRESS_MARKS.test(char)) &&
  text.split(/[^\p{L}\p{M}]/u).every((word) => !hasSmall(word) || !hasAccentedCapital(word.slice(1)));

/** KCN and ĐắkLắk are in addresses; TÉnh is what is left of Tỉnh. */
const hasAccentedCapital = (text: string): boolean =>
  Array.from(text).some((char) => char > '\u007F' && hasCapital(char));
