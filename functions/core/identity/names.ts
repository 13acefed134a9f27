/** As the register writes it: NFC, single spaces, no blanks around. */
export const tidyName = (name: string): string => name.normalize('NFC').replace(/\s+/g, ' ').trim();

/** For comparing and for keys only: case and the look-alike Ð (U+00D0) do not make another person. */
export const foldName = (name: string): string =>
  tidyName(name.replaceAll('\u00D0', '\u0110').replaceAll('\u00F0', '\u0111')).toUpperCase();

/** The claim file's HO_TEN. */
export const MAX_NAME_LENGTH = 255;

/** Has a letter, has nothing a name cannot have, and fits the claim file. */
export const isPlausibleName = (name: string): boolean =>
  name.length <= MAX_NAME_LENGTH && /\p{L}/u.test(name) && /^[\p{L}\p{M}\s'’.-]+$/u.test(name);
