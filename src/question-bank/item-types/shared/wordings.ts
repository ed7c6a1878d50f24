import type { TypeFault } from '../item-type.js';
import { bag, faultIf, textList } from './checks.js';
import { NORMALISATIONS, normaliseText } from './normalise-text.js';

/** Steps of normalisation that nobody knows. */
export const wrongSteps = (normalise: unknown): TypeFault[] =>
  faultIf(
    normalise !== undefined &&
      !(Array.isArray(normalise) && normalise.every((step) => NORMALISATIONS.some((one) => one === step))),
    ['answerKey', 'normalise'],
    `normalise should be a list of ${NORMALISATIONS.join(', ')}`,
  );

/** Accepted wordings that lack a language of the item, are too long to be typed, or have nothing left once normalised. */
export function wrongWordings(
  wordings: unknown,
  languages: readonly string[],
  steps: readonly string[],
  maximum: number,
  path: readonly string[],
): TypeFault[] {
  const record = bag(wordings);
  return [
    ...languages.flatMap((language) =>
      faultIf(
        textList(record[language]).length === 0,
        path,
        `there should be one accepted wording or more in "${language}"`,
      ),
    ),
    ...Object.entries(record).flatMap(([language, list]) =>
      faultIf(
        textList(list).some(
          (one) => one.length > maximum || normaliseText(one, steps, language).trim() === '',
        ),
        [...path, language],
        `a wording should have something left once it is normalised, and ${String(maximum)} characters at most`,
      ),
    ),
  ];
}
