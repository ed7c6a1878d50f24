import type { PlayerSetup } from './types.js';

/** Words of the player's language by key; `{name}` is filled in from `values`. */
export type Say = (key: string, values?: Readonly<Record<string, string>>) => string;

export function words(setup: PlayerSetup, language: string): Say {
  const own = setup.words[language] ?? {};
  return (key, values = {}) =>
    (own[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
