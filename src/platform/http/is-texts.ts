import { ValidateBy, type ValidationOptions } from 'class-validator';

const MAX_LENGTH = 4000;

/** True for texts by language: `{ en: "…", ru: "…" }`, two-letter codes, one text at least, none empty. */
export function isTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.length <= 20 &&
    entries.every(
      ([language, text]) =>
        /^[a-z]{2}$/.test(language) &&
        typeof text === 'string' &&
        text.trim() !== '' &&
        text.length <= MAX_LENGTH,
    )
  );
}

/** class-validator's form of {@link isTexts}. */
export const IsTexts = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    { name: 'isTexts', validator: { validate: isTexts, defaultMessage: () => 'texts by language' } },
    options,
  );
