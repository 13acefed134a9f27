/** Case and surplus blanks do not count; diacritics do (gateway protocol §2.1 hoTen, §4.6). */
export function foldName(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** First letters of every word without their marks: what tells 061 from 060. */
export function initials(name: string): string {
  return foldName(name)
    .split(' ')
    .map((word) => word.normalize('NFD').charAt(0).replace('đ', 'd'))
    .join('');
}
