import { rows, type Tx } from '../../platform/index.js';

export interface BankOverview {
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  readonly contentAreas: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly counts: readonly {
    readonly contentArea: string;
    readonly cognitiveLevel: string;
    readonly items: number;
  }[];
}

/** Banks with the number of live items by content area and cognitive level; no text. */
export async function bankOverviews(tx: Tx): Promise<BankOverview[]> {
  return rows<BankOverview>(
    tx,
    `SELECT b.code, b.title, b.languages, b.content_areas AS "contentAreas",
       coalesce((SELECT json_agg(c) FROM (
         SELECT v.content_area AS "contentArea", v.cognitive_level AS "cognitiveLevel", count(*)::int AS items
         FROM item i JOIN item_version v ON v.item_id = i.id AND v.state = 'live'
         WHERE i.bank_id = b.id AND v.type <> 'case' GROUP BY 1, 2 ORDER BY 1, 2) c), '[]') AS counts
     FROM bank b ORDER BY b.code COLLATE "C"`,
  );
}
