/** What people put between characters when they type a number or read it aloud. */
export const stripSeparators = (text: string): string => text.replace(/[\s.\-_]/g, '');
