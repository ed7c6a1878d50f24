import { rows, type Tx } from '../../platform/index.js';
import type { AnswerKey } from '../domain/answer-key.js';

export interface DeliveredText {
  readonly translationId: string;
  readonly language: string;
  readonly stem: string;
  /** By the option's letter as its author named it. */
  readonly options: Readonly<Record<string, string>>;
  /** Other words of the item's type by key. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What a candidate may read: stems and options; no rationale, no answer key. */
export async function itemsForDelivery(
  tx: Tx,
  translationIds: readonly string[],
): Promise<Map<string, DeliveredText>> {
  const texts = await rows<DeliveredText>(
    tx,
    `SELECT id AS "translationId", language, stem, options, labels FROM item_translation WHERE id = ANY($1::uuid[])`,
    [translationIds],
  );
  return new Map(texts.map((text) => [text.translationId, text]));
}

/** Answer keys by item version, for grading alone. */
export async function answerKeys(tx: Tx, itemVersionIds: readonly string[]): Promise<Map<string, AnswerKey>> {
  const keys = await rows<{ id: string; answer_key: AnswerKey }>(
    tx,
    'SELECT id, answer_key FROM item_version WHERE id = ANY($1::uuid[])',
    [itemVersionIds],
  );
  return new Map(keys.map(({ id, answer_key }) => [id, answer_key]));
}

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
