import { formatSeconds } from '../../platform/i18n/formats.js';

/** Words of the board by key; `{name}` is filled in from the values. */
export type Say = (key: string, values?: Readonly<Record<string, string>>) => string;

export const sayFrom =
  (words: Readonly<Record<string, unknown>>): Say =>
  (key, values = {}) => {
    const found = key
      .split('.')
      .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], words);
    return (typeof found === 'string' ? found : key).replace(
      /\{(\w+)\}/g,
      (whole, name: string) => values[name] ?? whole,
    );
  };

/** How long something has lasted, in the largest unit that says it: "40 s", "3 min". */
export function lasted(language: string, milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [value, unit] =
    seconds < 60
      ? [seconds, 'second']
      : seconds < 3600
        ? [Math.floor(seconds / 60), 'minute']
        : [Math.floor(seconds / 3600), 'hour'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** In UTC, and said so, as on every page: what is seen here is found again in what is recorded. */
export const timeOf = (language: string, moment: string | Date): string => formatSeconds(moment, language);

/** A refusal in words, by its code. */
export function refusal(say: Say, code: string, data: Readonly<Record<string, string>>): string {
  const key = `refused.${code.replaceAll('.', '_')}`;
  const known = say(key, data);
  return known === key ? say('refused.other', { code }) : known;
}
