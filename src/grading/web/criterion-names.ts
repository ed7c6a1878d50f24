import { drawnPlace } from '../../form/index.js';
import type { Tx } from '../../platform/index.js';
import { bodyHtml, itemsForDelivery } from '../../question-bank/index.js';

/** The names of the criteria of some places of a form, as HTML: position → criterion → name in a language of the form. */
export async function criterionNames(
  tx: Tx,
  sittingId: string,
  positions: readonly number[],
  language: string,
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const named: Record<string, Record<string, string>> = {};
  for (const position of positions) {
    const translations = (await drawnPlace(tx, sittingId, position))?.translations ?? {};
    const id = translations[language] ?? Object.values(translations)[0] ?? '';
    const labels = (await itemsForDelivery(tx, id === '' ? [] : [id])).get(id)?.labels ?? {};
    named[String(position)] = Object.fromEntries(
      Object.entries(labels).map(([key, body]) => [key, bodyHtml(body, 'inline', {}, '')]),
    );
  }
  return named;
}
