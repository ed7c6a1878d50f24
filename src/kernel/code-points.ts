const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/**
 * Compares two texts by code points: the order of published lists, and that of their UTF-8 bytes.
 *
 * ECMAScript's `<` compares UTF-16 code units, which differs where one text has a character beyond U+FFFF.
 */
export function byCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left === right) continue;
    const [leftPair, rightPair] = [isHighSurrogate(left), isHighSurrogate(right)];
    // Equal so far, so a low surrogate on one side alone cannot be: both follow the same high one.
    if (leftPair !== rightPair) return leftPair ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}
