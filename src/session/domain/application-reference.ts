/** Digits of an application's id that people write and read aloud. */
const DIGITS = 12;

/** An application's reference on paper and in talk: `3F9A-01BC-77DE`. */
export const applicationReference = (applicationId: string): string =>
  (applicationId.replaceAll('-', '').slice(0, DIGITS).toUpperCase().match(/.{4}/g) ?? []).join('-');

/** What was typed as a reference, as the beginning of an application's id without its hyphens; null where it is none. */
export function readReference(typed: string): string | null {
  const digits = typed.replace(/[\s-]/g, '').toLowerCase();
  return /^[0-9a-f]{12,32}$/.test(digits) ? digits : null;
}
