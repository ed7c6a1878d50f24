/** Points in hundredths as people read them: "31.5" in English, "31,5" in Russian. */
export const formatPoints = (hundredths: number, language: string): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 0, maximumFractionDigits: 2 }).format(hundredths / 100);

/** A moment in UTC, which it says: the server does not know where its reader lives. */
export const formatDateTime = (date: Date | string, language: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(new Date(date)) + ' UTC';

export const formatDate = (date: Date | string, language: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(date),
  );

/** The text in a language, or in the first there is. */
export const local = (texts: Readonly<Record<string, string>> | null | undefined, language: string): string =>
  texts?.[language] ?? texts?.['en'] ?? Object.values(texts ?? {})[0] ?? '';
