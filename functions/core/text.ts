/** What people put between characters when they type a number or read it aloud. */
export const stripSeparators = (text: string): string => text.replace(/[\s.\-_]/g, '');

/** Without the characters of `edge` at both ends. A regular expression that ends in `+$` would not be linear. */
export function trimEnds(text: string, edge: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && edge.includes(text.charAt(start))) start += 1;
  while (end > start && edge.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
