type Change = (text: string) => string;

const swapCase: Change = (char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase());

const asItIs: Change = (text) => text;

/** Caps Lock turns round what is typed by key; letters sent by their code may escape it. */
const capsLocks: readonly Change[] = [
  (text) => Array.from(text, swapCase).join(''),
  (text) => text.replace(/[A-Za-z]/g, swapCase),
];

export const isAsPrinted = (sex: string): boolean => sex === 'Nam' || sex === 'Nữ';

/**
 * What may bring the case of a citizen card's texts back: `nGUYỄN vĂN` beside `nAM` was typed with Caps Lock on. The
 * sex is the witness, as every card says `Nam` or `Nữ`; without it, a capital inside a word is the sign of a wrong
 * letter. Texts in capitals only, or in small letters only, stay so: the registry does not mind.
 */
export const caseRepairs = (sex: string): readonly Change[] =>
  isAsPrinted(sex) ? [asItIs] : [...capsLocks.filter((undo) => isAsPrinted(undo(sex))), asItIs];
