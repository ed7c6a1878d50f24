const locale = (language: string): string => (language === 'en' ? 'en-GB' : language);

/**
 * Formats by language and time zone, each made once: making one takes far longer than using it, and a page of a
 * ranking uses hundreds.
 */
function formatsOf<T>(
  make: (locale: string, timeZone: string) => T,
): (language: string, timeZone?: string) => T {
  const made = new Map<string, T>();
  return (language, timeZone = 'UTC') => {
    const key = `${language} ${timeZone}`;
    const format = made.get(key) ?? make(locale(language), timeZone);
    made.set(key, format);
    return format;
  };
}

const points = formatsOf(
  (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);
const scaled = formatsOf(
  (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: 7, maximumFractionDigits: 7 }),
);
const numbers = formatsOf((tag) => new Intl.NumberFormat(tag));
const decimals = [1, 2].map((digits) =>
  formatsOf(
    (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  ),
);
const days = formatsOf((tag, timeZone) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone }));
const clocks = formatsOf((tag, timeZone) => new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone }));
const moments = formatsOf(
  (tag, timeZone) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone }),
);
const seconds = formatsOf(
  (tag, timeZone) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'medium', timeZone }),
);
const clockSeconds = formatsOf(
  (tag, timeZone) => new Intl.DateTimeFormat(tag, { timeStyle: 'medium', timeZone }),
);
const zones = formatsOf((tag, timeZone) => new Intl.DateTimeFormat(tag, { timeZone, timeZoneName: 'short' }));

/** Points in hundredths as people read them: "31.50" in English, "31,50" in Russian. */
export const formatPoints = (hundredths: number, language: string): string =>
  points(language).format(hundredths / 100);

/** Points of a scale, in ten-millionths, with all seven decimals: what decides is what is shown. */
export const formatScaled = (exact: number, language: string): string =>
  scaled(language).format(exact / 10_000_000);

/** A whole or decimal number with the language's separators; with so many decimals, where that is said. */
export const formatNumber = (value: number, language: string, digits: 0 | 1 | 2 = 0): string =>
  (decimals[digits - 1] ?? numbers)(language).format(value);

/** A moment, with the name of its time zone: the server does not know where its reader lives. */
export const formatDateTime = (date: Date | string, language: string, timeZone = 'UTC'): string => {
  const moment = new Date(date);
  const zone = zones(language, timeZone)
    .formatToParts(moment)
    .find(({ type }) => type === 'timeZoneName');
  return `${moments(language, timeZone).format(moment)} ${zone?.value ?? timeZone}`;
};

/** A moment to the second, in UTC: of events of which there are several in a minute. */
export const formatMoment = (date: Date | string, language: string): string =>
  `${seconds(language).format(new Date(date))} UTC`;

/** Its time of day alone: `14:05:09 UTC`. */
export const formatSeconds = (date: Date | string, language: string): string =>
  `${clockSeconds(language).format(new Date(date))} UTC`;

/** The time of day in UTC, for tables of many: `14:05`. */
export const formatTime = (date: Date | string, language: string): string =>
  clocks(language).format(new Date(date));

export const formatDate = (date: Date | string, language: string, timeZone = 'UTC'): string =>
  days(language, timeZone).format(new Date(date));

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
