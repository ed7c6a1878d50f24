/** The words of a text, in its order: without regard to case, marks and dots, and to what stands between them. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

// From here on a word is the same with another ending: Алиева and Алиеву, Aliyev and Aliyev's.
const ENDING_MAY_DIFFER = 5;
const LONGEST_ENDING = 3;

const isSame = (said: string, part: string): boolean =>
  said === part ||
  (part.length >= ENDING_MAY_DIFFER &&
    said.length <= part.length + LONGEST_ENDING &&
    said.startsWith(part.slice(0, -1)));

/** Whether the words of a text have all those of a name, in whatever order. */
export function mentionsName(words: readonly string[], name: string): boolean {
  const parts = wordsOf(name);
  return parts.length > 0 && parts.every((part) => words.some((said) => isSame(said, part)));
}

/** Whether the words of a text have a name, or a part of it of three letters or more. */
export const mentionsPart = (words: readonly string[], name: string): boolean =>
  mentionsName(words, name) ||
  wordsOf(name).some((part) => part.length >= 3 && words.some((said) => isSame(said, part)));
