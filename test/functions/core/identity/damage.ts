/** What keyboard-wedge scanners and keyboards do to a payload (identity §2.5). */

export type Damage = (text: string) => string;

const each =
  (change: (char: string) => string): Damage =>
  (text) =>
    Array.from(text, change).join('');

const isAscii = (char: string): boolean => char <= '\u007F';

/** A scanner that types as a US keyboard. */
export const accentsLost: Readonly<Record<string, Damage>> = {
  dropped: each((char) => (isAscii(char) ? char : '')),
  'as question marks': each((char) => (isAscii(char) ? char : '?')),
  'as base letters': (text) =>
    text.replaceAll('Đ', 'D').replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, ''),
};

const cp1252 = new TextDecoder('windows-1252');
const UNDEFINED_BYTES = /[\u0081\u008D\u008F\u0090\u009D]/g;

/** UTF-8 bytes shown as letters of CP1252 (the undefined bytes as control characters) or of Latin-1. */
export const mojibake: Readonly<Record<string, Damage>> = {
  cp1252: (text) => cp1252.decode(Buffer.from(text, 'utf8')),
  'latin-1': (text) => Buffer.from(text, 'utf8').toString('latin1'),
};

const inCp1252: Damage = (text) => cp1252.decode(Buffer.from(text, 'utf8'));

export const lossyMojibake: Readonly<Record<string, Damage>> = {
  'undefined bytes dropped': (text) => inCp1252(text).replace(UNDEFINED_BYTES, ''),
  'soft hyphens dropped': (text) => inCp1252(text).replaceAll('\u00AD', ''),
  'hard blanks as blanks': (text) => inCp1252(text).replaceAll('\u00A0', ' '),
  'upper-cased': (text) => inCp1252(text).toUpperCase(),
  'lower-cased': (text) => inCp1252(text).toLowerCase(),
};

const cutTo8Bits = each((char) => String.fromCharCode((char.codePointAt(0) ?? 0) & 0xff));

/** Alt+number: what is above 255 wraps around. Control characters may arrive or act as keys and vanish. */
export const eightBits: Readonly<Record<string, Damage>> = {
  'with control characters': cutTo8Bits,
  // eslint-disable-next-line no-control-regex -- control characters are what is dropped
  'control characters swallowed': (text) => cutTo8Bits(text).replace(/[\u0000-\u001F\u0080-\u009F]/g, ''),
};

const swap = (char: string): string =>
  char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase();

export const cases: Readonly<Record<string, Damage>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  'Caps Lock': each(swap),
  'Caps Lock on typed keys only': each((char) => (isAscii(char) ? swap(char) : char)),
};

export const ethForStroke: Damage = (text) => text.replaceAll('Đ', '\u00D0').replaceAll('đ', '\u00F0');

const MARK = { grave: '\u0300', acute: '\u0301', circumflex: '\u0302', tilde: '\u0303', breve: '\u0306' };
const TONES = [MARK.grave, MARK.acute, '\u0309', MARK.tilde, '\u0323'];
const HORN = '\u031B';

/** The letter under its tone, and the tone. */
function taken(char: string): { letter: string; tone: string } {
  const marks = Array.from(char.normalize('NFD'));
  const tone = marks.find((mark) => TONES.includes(mark)) ?? '';
  return {
    letter: marks
      .filter((mark) => mark !== tone)
      .join('')
      .normalize('NFC'),
    tone,
  };
}
const put = (letter: string, mark: string): string => (letter + mark).normalize('NFC');
const isVowel = (char: string): boolean => /^[aeiouyăâêôơư]$/i.test(taken(char).letter);

/** Types key by key; `press` says what the last letter becomes under a key, or null to type the key as it is. */
const typed =
  (press: (last: string, key: string) => string | null): Damage =>
  (text) => {
    const out: string[] = [];
    for (const key of text) {
      const changed = press(out.at(-1) ?? '', key);
      if (changed === null) out.push(key);
      else out.splice(-1, 1, ...Array.from(changed));
    }
    return out.join('');
  };

const TELEX_TONES: Readonly<Record<string, string>> = {
  f: MARK.grave,
  s: MARK.acute,
  r: '\u0309',
  x: MARK.tilde,
  j: '\u0323',
};

function telexKey(last: string, key: string): string | null {
  const low = key.toLowerCase();
  const { letter, tone } = taken(last);
  const tonePressed = TELEX_TONES[low];
  if (tonePressed !== undefined && isVowel(last))
    return tone === tonePressed ? letter + key : put(letter, tonePressed);
  if (low === 'd' && last.toLowerCase() === 'd') return last === 'D' ? 'Đ' : 'đ';
  if (low === 'd' && last.toLowerCase() === 'đ') return (last === 'Đ' ? 'D' : 'd') + key;
  if ('aeo'.includes(low) && letter.toLowerCase() === low) return put(put(letter, MARK.circumflex), tone);
  // The same letter a third time takes the mark away again: aaa is aa.
  if ('aeo'.includes(low) && letter.toLowerCase() === put(low, MARK.circumflex)) {
    return put(letter.normalize('NFD').charAt(0), tone) + key;
  }
  if (low === 'w' && /^[ou]$/i.test(letter)) return put(put(letter, HORN), tone);
  if (low === 'w' && /^a$/i.test(letter)) return put(put(letter, MARK.breve), tone);
  return null;
}

const VNI_TONES: Readonly<Record<string, string>> = {
  1: MARK.acute,
  2: MARK.grave,
  3: '\u0309',
  4: MARK.tilde,
  5: '\u0323',
};

function vniKey(last: string, key: string, removesTones: boolean): string | null {
  const { letter, tone } = taken(last);
  const tonePressed = VNI_TONES[key];
  if (tonePressed !== undefined && isVowel(last) && (tone === '' || removesTones))
    return put(letter, tonePressed);
  if (key === '0' && tone !== '' && removesTones) return letter;
  if (key === '6' && /^[aeo]$/i.test(letter)) return put(put(letter, MARK.circumflex), tone);
  if (key === '7' && /^[ou]$/i.test(letter)) return put(put(letter, HORN), tone);
  if (key === '8' && /^a$/i.test(letter)) return put(put(letter, MARK.breve), tone);
  if (key === '9' && /^d$/i.test(last)) return last === 'D' ? 'Đ' : 'đ';
  return null;
}

/** A Vietnamese input method that is on while the scanner types. */
export const inputMethods: Readonly<Record<string, Damage>> = {
  Telex: typed(telexKey),
  VNI: typed((last, key) => vniKey(last, key, false)),
  'VNI that changes tones and takes them away': typed((last, key) => vniKey(last, key, true)),
};
