const SIGNS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];

/**
 * Texts whose base64url (RFC 4648, 5) ending has the same bytes for a decoder that forgives: another last sign that
 * differs in unused bits alone, signs that it skips, the other alphabet.
 */
export const otherSpellings = (text: string): string[] => {
  const cut = text.slice(0, -1);
  return [
    ...SIGNS.map((sign) => cut + sign),
    ...SIGNS.map((sign) => `${cut}${sign}.`),
    ...['.', '=', ' ', '\n', '.x'].map((end) => text + end),
    text.replaceAll('-', '+').replaceAll('_', '/'),
  ].filter((other) => other !== text);
};
