import { rows, type Tx } from '../../platform/index.js';

type Texts = Readonly<Record<string, string>>;

/** The words by which a bank's items can be chosen. */
export interface BankTaxonomy {
  readonly code: string;
  readonly title: Texts;
  readonly languages: readonly string[];
  readonly contentAreas: Readonly<Record<string, Texts>>;
  readonly competencies: Readonly<Record<string, Texts>>;
  /** Types of its live items, by code points. */
  readonly types: readonly string[];
}

/** Every bank's taxonomy, by code (code points). */
export async function bankTaxonomies(tx: Tx): Promise<BankTaxonomy[]> {
  return rows<BankTaxonomy>(
    tx,
    `SELECT b.code, b.title, b.languages, b.content_areas AS "contentAreas", b.competencies,
       coalesce((SELECT json_agg(t.type ORDER BY t.type COLLATE "C") FROM (
         SELECT DISTINCT v.type FROM item i JOIN item_version v ON v.item_id = i.id AND v.state = 'live'
         WHERE i.bank_id = b.id AND v.type <> 'case') t), '[]') AS types
     FROM bank b ORDER BY b.code COLLATE "C"`,
  );
}
