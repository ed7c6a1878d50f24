import type { Say } from '../../question-bank/item-types/index.js';
import type { PlayerSetup } from './types.js';

/** Words of the player's language by key; `{name}` is filled in from the values. */
export function words(setup: Pick<PlayerSetup, 'words'>, language: string): Say {
  const own = setup.words[language] ?? {};
  return (key, values = {}) =>
    (own[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
