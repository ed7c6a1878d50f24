import { rows, type Tx } from '../../platform/index.js';
import type { ItemState } from '../domain/item-state.js';

/** What a list of items is narrowed by; all that are given must hold. */
export interface ItemListFilter {
  readonly state?: ItemState;
  readonly type?: string;
  readonly contentArea?: string;
  readonly competency?: string;
  readonly cognitiveLevel?: string;
  readonly model?: string;
  readonly caseCode?: string;
  /** Items whose newest words in this language are still a draft, or missing. */
  readonly unsigned?: string;
  /** Words of the source language's stem, or the beginning of a code. */
  readonly words?: string;
}

export interface ItemListRow {
  readonly id: string;
  readonly code: string;
  /** Of the newest version. */
  readonly state: ItemState;
  readonly version: number;
  readonly liveVersion: number | null;
  readonly type: string;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  /** Thousandths. */
  readonly difficulty: number;
  readonly caseCode: string | null;
  readonly modelCode: string | null;
  /** The beginning of the stem, without markup. */
  readonly excerpt: string;
  /** Language → state of its newest words. */
  readonly languages: Readonly<Record<string, 'draft' | 'signed'>>;
}

const EQUAL: readonly (readonly [keyof ItemListFilter, string])[] = [
  ['state', 'i.state'],
  ['type', 'i.type'],
  ['contentArea', 'i.content_area'],
  ['competency', 'i.competency'],
  ['cognitiveLevel', 'i.cognitive_level'],
  ['model', 'i.model_code'],
  ['caseCode', 'i.case_code'],
];

/**
 * Items of a bank by code (code points), after the one given. Everything comes from the item's own row, and one index
 * leads in each case, so that a page costs the same in a bank of a hundred and of a hundred thousand.
 */
export async function itemsOfBank(
  tx: Tx,
  bankId: string,
  filter: ItemListFilter,
  after: string | null,
  limit: number,
): Promise<ItemListRow[]> {
  const values: unknown[] = [bankId];
  const conditions = ['i.bank_id = $1'];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    values.push(value);
    conditions.push(condition(`$${String(values.length)}`));
  };
  if (after !== null) add((p) => `i.code COLLATE "C" > ${p}`, after);
  for (const [field, column] of EQUAL) {
    if (filter[field] !== undefined) add((p) => `${column} = ${p}`, filter[field]);
  }
  if (filter.unsigned !== undefined) {
    add((p) => `NOT i.languages @> jsonb_build_object(${p}::text, 'signed')`, filter.unsigned);
  }
  if (filter.words !== undefined) {
    // Each by an index of its own: the beginning of a code, or words by their trigrams.
    const words = filter.words.replace(/[\\%_]/g, String.raw`\$&`);
    if (/^[A-Z]{2,6}-/.test(words)) add((p) => `i.code LIKE ${p} || '%'`, words);
    else add((p) => `i.plain_stem ILIKE '%' || ${p} || '%'`, words);
  }
  values.push(limit);
  return rows<ItemListRow>(
    tx,
    `SELECT i.id, i.code, i.state, i.current_version AS version, i.live_version AS "liveVersion", i.type,
       i.content_area AS "contentArea", i.competency, i.cognitive_level AS "cognitiveLevel", i.difficulty,
       i.case_code AS "caseCode", i.model_code AS "modelCode", left(i.plain_stem, 160) AS excerpt, i.languages
     FROM item i WHERE ${conditions.join(' AND ')} ORDER BY i.code COLLATE "C" LIMIT $${String(values.length)}`,
    values,
  );
}

export interface BankSummary {
  readonly id: string;
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  readonly sourceLanguage: string;
  readonly contentAreas: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly competencies: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Some banks, or all of them with null, by code. */
export async function banksWithin(tx: Tx, ids: readonly string[] | null): Promise<BankSummary[]> {
  return rows<BankSummary>(
    tx,
    `SELECT id, code, title, languages, source_language AS "sourceLanguage", content_areas AS "contentAreas",
       competencies FROM bank WHERE $1::uuid[] IS NULL OR id = ANY($1) ORDER BY code COLLATE "C"`,
    [ids],
  );
}

export async function bankById(tx: Tx, bankId: string): Promise<BankSummary | undefined> {
  return (await banksWithin(tx, [bankId]))[0];
}

/** How many items of a bank are in each state. */
export async function itemCounts(tx: Tx, bankId: string): Promise<Readonly<Record<string, number>>> {
  const found = await rows<{ state: string; count: number }>(
    tx,
    'SELECT state, count(*)::int AS count FROM item WHERE bank_id = $1 GROUP BY state',
    [bankId],
  );
  return Object.fromEntries(found.map(({ state, count }) => [state, count]));
}
