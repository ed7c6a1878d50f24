/** What forms of this stage send: texts, and lists where several boxes have one name. */
export type Typed = Readonly<Record<string, unknown>>;

const MAX_TEXT = 20_000;

/** A field's text; what no form of ours sends counts as nothing typed. */
export function textOf(body: Typed, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}

/** The boxes of one name that are ticked. */
export function ticked<T extends string>(body: Typed, name: string, known: readonly T[]): T[] {
  const value = body[name];
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
  return known.filter((one) => chosen.includes(one));
}

/** Texts by language, out of fields called `name.en`; languages that were left empty are left out. */
export const textsOf = (body: Typed, name: string, languages: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    languages
      .map((language) => [language, textOf(body, `${name}.${language}`).trim()] as const)
      .filter(([, text]) => text !== ''),
  );
