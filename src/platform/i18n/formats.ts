const locale = (language: string): string => (language === 'en' ? 'en-GB' : language);

/** Points in hundredths as people read them: "31.50" in English, "31,50" in Russian. */
export const formatPoints = (hundredths: number, language: string): string =>
  new Intl.NumberFormat(locale(language), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    hundredths / 100,
  );

/** Points of a scale, in ten-millionths, with all seven decimals: what decides is what is shown. */
export const formatScaled = (exact: number, language: string): string =>
  new Intl.NumberFormat(locale(language), { minimumFractionDigits: 7, maximumFractionDigits: 7 }).format(
    exact / 10_000_000,
  );

/** A whole or decimal number with the language's separators. */
export const formatNumber = (value: number, language: string): string =>
  new Intl.NumberFormat(locale(language)).format(value);

/** A moment, with the name of its time zone: the server does not know where its reader lives. */
export const formatDateTime = (date: Date | string, language: string, timeZone = 'UTC'): string => {
  const moment = new Date(date);
  const written = new Intl.DateTimeFormat(locale(language), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  const zone = new Intl.DateTimeFormat(locale(language), { timeZone, timeZoneName: 'short' })
    .formatToParts(moment)
    .find(({ type }) => type === 'timeZoneName');
  return `${written.format(moment)} ${zone?.value ?? timeZone}`;
};

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time of day in UTC, for tables of many: `14:05`. */
export function formatTime(date: Date | string, language: string): string {
  let clock = clocks.get(language);
  if (!clock) {
    clock = new Intl.DateTimeFormat(locale(language), { timeStyle: 'short', timeZone: 'UTC' });
    clocks.set(language, clock);
  }
  return clock.format(new Date(date));
}

export const formatDate = (date: Date | string, language: string, timeZone = 'UTC'): string =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone }).format(new Date(date));

/** The text in a language, or in the first there is. */
export const local = (texts: Readonly<Record<string, string>> | null | undefined, language: string): string =>
  texts?.[language] ?? texts?.['en'] ?? Object.values(texts ?? {})[0] ?? '';

/** What a language is called in another one, with a capital letter; its code where nobody knows it. */
export const formatLanguage = (code: string, language: string): string => {
  const name = /^[a-z]{2}$/.test(code)
    ? (new Intl.DisplayNames([locale(language)], { type: 'language' }).of(code) ?? code)
    : code;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
};
