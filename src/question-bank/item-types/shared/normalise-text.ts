export const NORMALISATIONS = ['case', 'space', 'punctuation', 'yo'] as const;

// Soft hyphen, zero-width characters, byte order mark: nobody typed them on purpose.
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const APOSTROPHES = /['’ʼ`´‘]/gu;
const DOTTED_I = new Set(['az', 'tr']);

/**
 * The form in which two short answers are compared (docs/item-types.md): Unicode NFKC without invisible characters,
 * then what is asked for.
 *
 * @param language decides the case of "I": in Azerbaijani and Turkish I is ı, İ is i.
 */
export function normaliseText(text: string, steps: readonly string[], language: string): string {
  let form = text.normalize('NFKC').replace(INVISIBLE, '');
  if (steps.includes('case')) form = fold(form, language);
  if (steps.includes('yo')) form = form.replaceAll('ё', 'е').replaceAll('Ё', 'Е');
  if (steps.includes('punctuation'))
    form = squeeze(form.replace(APOSTROPHES, '').replace(/[\p{P}\p{S}]+/gu, ' '));
  if (steps.includes('space')) form = squeeze(form);
  return form;
}

const squeeze = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Case folding without a locale of the machine: the same on any of them. */
const fold = (text: string, language: string): string =>
  (DOTTED_I.has(language)
    ? text.replaceAll('İ', 'i').replaceAll('I', 'ı').toLowerCase()
    : // Lower first: ẞ, a capital of its own, becomes ß and then SS as ß does.
      text.replaceAll('İ', 'I').toLowerCase().toUpperCase().toLowerCase()
  )
    // Which sigma stands at an end depends on what follows, and that may go.
    .replaceAll('ς', 'σ')
    .normalize('NFKC');

/** Accepted wordings by language. */
export type Wordings = Readonly<Record<string, readonly string[]>>;

/**
 * Whether an answer is one of the accepted wordings of any language: a candidate may read the item in each language of
 * the exam, and may have changed it before writing.
 */
export const isAccepted = (answer: string, wordings: Wordings, steps: readonly string[]): boolean =>
  Object.entries(wordings).some(([language, list]) => {
    const form = normaliseText(answer, steps, language);
    return form !== '' && list.some((one) => normaliseText(one, steps, language) === form);
  });

/** All of them, where an answer key does not say. */
export const stepsOf = (key: { readonly normalise?: readonly string[] }): readonly string[] =>
  key.normalise ?? NORMALISATIONS;
