import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type i18n } from 'i18next';

export interface Language {
  readonly code: string;
  /** In the language itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
}

type Parameters = Readonly<Record<string, unknown>>;

/** Words of all languages: a folder `<language>/` with one JSON file for each namespace, and `_meta.json`. */
export interface Translator {
  readonly languages: readonly Language[];
  /** Words for `namespace:key`; where a language lacks them, English; where that lacks them too, the key. */
  t(language: string, key: string, parameters?: Parameters): string;
  /** All words under a key, for the player. */
  bundle(language: string, namespace: string): Readonly<Record<string, unknown>>;
}

const FALLBACK = 'en';

/** Reads every language of `folder`: a new language is a new folder. */
export function createTranslator(folder: string): Translator {
  const codes = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => Number(b === FALLBACK) - Number(a === FALLBACK) || (a < b ? -1 : 1));
  const resources = Object.fromEntries(codes.map((code) => [code, readLanguage(path.join(folder, code))]));
  const instance: i18n = createInstance();
  void instance.init({
    resources: resources as never,
    lng: FALLBACK,
    fallbackLng: FALLBACK,
    initAsync: false,
    // Templates escape; doing it twice would show entities.
    interpolation: { escapeValue: false },
    ns: Object.keys(resources[FALLBACK] ?? {}),
    defaultNS: 'common',
  });
  return {
    languages: codes.map((code) => {
      const meta = JSON.parse(readFileSync(path.join(folder, code, '_meta.json'), 'utf8')) as Omit<
        Language,
        'code'
      >;
      return { code, ...meta };
    }),
    t: (language, key, parameters = {}) => instance.t(key, { ...parameters, lng: language }),
    bundle: (language, namespace) => ({
      ...(instance.getResourceBundle(FALLBACK, namespace) as object),
      ...(instance.getResourceBundle(language, namespace) as object | undefined),
    }),
  };
}

function readLanguage(folder: string): Record<string, unknown> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.startsWith('_'));
  return Object.fromEntries(
    files.map((file) => [
      path.basename(file, '.json'),
      JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as unknown,
    ]),
  );
}
