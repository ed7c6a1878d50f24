import { rows, type Tx } from '../../platform/index.js';
import type { ItemContent } from '../domain/item-content.js';
import type { StoredStructure, Texts } from '../item-types/index.js';
import { mediaAddresses } from './media-store.js';

/** A translation with what its item version says of how it is shown. */
export interface TranslationToDeliver {
  readonly translationId: string;
  readonly language: string;
  readonly type: string;
  readonly stored: StoredStructure;
  /** The name of the answer key's rule, where it has one: candidates are told what a wrong choice costs. */
  readonly rule: string | null;
  readonly stem: string;
  /** By the option's letter as its author named it. */
  readonly options: Texts;
  readonly labels: Texts;
}

/** What a candidate may read, by translation: no rationale, and of the answer key its rule's name alone. */
export async function itemsForDelivery(
  tx: Tx,
  translationIds: readonly string[],
): Promise<Map<string, TranslationToDeliver>> {
  const texts = await rows<TranslationToDeliver>(
    tx,
    `SELECT t.id AS "translationId", t.language, v.type, v.structure AS stored, v.answer_key ->> 'rule' AS rule,
       t.stem, t.options, t.labels
     FROM item_translation t JOIN item_version v ON v.id = t.item_version_id WHERE t.id = ANY($1::uuid[])`,
    [translationIds],
  );
  return new Map(texts.map((text) => [text.translationId, text]));
}

const MEDIA = /\bsrc="media:([0-9a-f]{64})"/g;

/** The pictures that some bodies name, by hash, each once. */
export const pictureHashes = (bodies: Iterable<string>): string[] => [
  ...new Set([...bodies].flatMap((body) => [...body.matchAll(MEDIA)].map(([, hash]) => hash ?? ''))),
];

/** The pictures that some bodies name, each once: hash → data: URI. */
export async function picturesOf(tx: Tx, bodies: Iterable<string>): Promise<Texts> {
  const hashes = pictureHashes(bodies);
  return hashes.length === 0 ? {} : Object.fromEntries(await mediaAddresses(tx, hashes));
}

/** What grading needs of an item version. */
export interface ItemToScore {
  readonly type: string;
  readonly stored: StoredStructure;
  /** In the form of its type. Never leaves the server before release. */
  readonly answerKey: unknown;
}

/** Answer keys by item version, for grading alone. */
export async function itemsToScore(
  tx: Tx,
  itemVersionIds: readonly string[],
): Promise<Map<string, ItemToScore>> {
  const items = await rows<ItemToScore & { id: string }>(
    tx,
    `SELECT id, type, structure AS stored, answer_key AS "answerKey" FROM item_version WHERE id = ANY($1::uuid[])`,
    [itemVersionIds],
  );
  return new Map(items.map(({ id, ...item }) => [id, item]));
}

/** Item versions whole but for their words, answer keys too: for a session whose answer keys are published, alone. */
export async function itemsToDisclose(
  tx: Tx,
  itemVersionIds: readonly string[],
): Promise<Map<string, ItemContent>> {
  const items = await rows<ItemContent & { id: string }>(
    tx,
    `SELECT id, type, content_area AS "contentArea", competency, cognitive_level AS "cognitiveLevel", difficulty,
       structure, answer_key AS "answerKey", sources, case_code AS "caseCode", model
     FROM item_version WHERE id = ANY($1::uuid[])`,
    [itemVersionIds],
  );
  return new Map(items.map(({ id, ...content }) => [id, content]));
}

/** Content hashes (hex) of item versions and of translations, by their ids. */
export async function contentHashes(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; hash: string }>(
    tx,
    `SELECT id, encode(content_hash, 'hex') AS hash FROM item_version WHERE id = ANY($1::uuid[])
     UNION ALL SELECT id, encode(content_hash, 'hex') FROM item_translation WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(found.map(({ id, hash }) => [id, hash]));
}

/** The newest words of an item version in each language, as its item type's check sees them. */
export async function itemWords(
  tx: Tx,
  itemVersionId: string,
): Promise<
  Record<string, { stem: string; options: Record<string, string>; labels: Record<string, string> }>
> {
  const found = await rows<{
    language: string;
    stem: string;
    options: Record<string, string>;
    labels: Record<string, string>;
  }>(
    tx,
    `SELECT DISTINCT ON (language) language, stem, options, labels FROM item_translation
     WHERE item_version_id = $1 ORDER BY language, revision DESC`,
    [itemVersionId],
  );
  return Object.fromEntries(found.map(({ language, ...words }) => [language, words]));
}

/** The competency that an item version asks for, with its name. Nothing here tells an answer. */
export interface ItemTopic {
  readonly code: string;
  readonly title: Texts;
}

/** Competencies by item version; what an item does not name is left out. */
export async function itemTopics(tx: Tx, itemVersionIds: readonly string[]): Promise<Map<string, ItemTopic>> {
  const found = await rows<ItemTopic & { id: string }>(
    tx,
    `SELECT v.id, v.competency AS code, coalesce(b.competencies -> v.competency, jsonb_build_object('en', v.competency)) AS title
     FROM item_version v JOIN item i ON i.id = v.item_id JOIN bank b ON b.id = i.bank_id
     WHERE v.id = ANY($1::uuid[]) AND v.competency <> ''`,
    [itemVersionIds],
  );
  return new Map(found.map(({ id, ...topic }) => [id, topic]));
}
