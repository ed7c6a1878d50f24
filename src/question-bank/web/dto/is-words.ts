import { ValidateBy } from 'class-validator';

/** True for words by a short key: `{ a: "…", p1: "…" }`; 40 at most, 4,000 characters each. */
export function isWords(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= 40 &&
    entries.every(
      ([key, text]) => /^[a-z][a-z0-9-]{0,40}$/.test(key) && typeof text === 'string' && text.length <= 4000,
    )
  );
}

/** class-validator's form of {@link isWords}. */
export const IsWords = (): PropertyDecorator =>
  ValidateBy({ name: 'isWords', validator: { validate: isWords, defaultMessage: () => 'words by key' } });
