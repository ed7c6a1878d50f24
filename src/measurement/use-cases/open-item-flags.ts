import type { Tx } from '../../platform/index.js';
import type { Flag } from '../domain/flags.js';
import { itemStatisticsOf, statisticsOf } from '../store/statistics-store.js';

export interface OpenItemFlags {
  /** Null: there are no statistics yet. */
  readonly count: number | null;
  readonly items: readonly {
    readonly itemVersionId: string;
    readonly itemCode: string;
    readonly flags: readonly Flag[];
  }[];
}

/** What a person should look at before the results of a session are released: its items with flags, most urgent first. */
export async function openItemFlags(tx: Tx, sessionId: string): Promise<OpenItemFlags> {
  const statistics = await statisticsOf(tx, sessionId);
  if (!statistics) return { count: null, items: [] };
  const items = (await itemStatisticsOf(tx, statistics.id)).filter(({ flags }) => flags.length > 0);
  return {
    count: items.length,
    items: items.map(({ item, itemCode, flags }) => ({ itemVersionId: item, itemCode, flags })),
  };
}
