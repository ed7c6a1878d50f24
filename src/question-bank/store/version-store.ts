import { canonicalJson, newId } from '../../kernel/index.js';
import { rows, type Principal, type Tx } from '../../platform/index.js';
import { contentHash, wordsHash, type ItemContent, type ItemWords } from '../domain/item-content.js';
import type { ItemState } from '../domain/item-state.js';

/** Adds an item whose first version follows in the same transaction. @returns its id. */
export async function insertItem(tx: Tx, bankId: string, code: string): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO item (id, bank_id, code, state, current_version) VALUES ($1, $2, $3, 'draft', 0)`,
    [id, bankId, code],
  );
  return id;
}

export interface NewVersion {
  readonly itemId: string;
  readonly content: ItemContent;
  readonly state: ItemState;
  readonly authorId: string | null;
}

/**
 * Adds the next version of an item and makes it the item's newest; earlier versions stay as they were, except that one
 * that is live gives way to a new one that is live.
 */
export async function insertVersion(
  tx: Tx,
  wish: NewVersion,
): Promise<{ versionId: string; version: number }> {
  const made = await addVersion(tx, wish);
  await summarise(tx, [wish.itemId]);
  return made;
}

/** As {@link insertVersion} for whoever adds many, and calls {@link summarise} for all of them at the end. */
export async function addVersion(tx: Tx, wish: NewVersion): Promise<{ versionId: string; version: number }> {
  const { itemId, content, state, authorId } = wish;
  if (state === 'live') {
    await tx.query(`UPDATE item_version SET state = 'retired' WHERE item_id = $1 AND state = 'live'`, [
      itemId,
    ]);
  }
  const versionId = newId();
  const [made] = await rows<{ version: number }>(
    tx,
    `INSERT INTO item_version (id, item_id, version, type, content_area, competency, cognitive_level, difficulty,
       structure, answer_key, sources, case_code, model, content_hash, state, author_id)
     SELECT $1, id, current_version + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
     FROM item WHERE id = $2 RETURNING version`,
    [versionId, itemId, ...contentColumns(content), state, authorId],
  );
  await tx.query('UPDATE item SET current_version = current_version + 1 WHERE id = $1', [itemId]);
  return { versionId, version: (made as { version: number }).version };
}

/**
 * Writes a draft anew; a version past its draft is never changed. Whoever writes last is its author.
 * @returns whether it was a draft.
 */
export async function rewriteDraft(
  tx: Tx,
  versionId: string,
  content: ItemContent,
  authorId: string,
): Promise<boolean> {
  const [done] = await rows<{ item_id: string }>(
    tx,
    `UPDATE item_version SET type = $2, content_area = $3, competency = $4, cognitive_level = $5, difficulty = $6,
       structure = $7, answer_key = $8, sources = $9, case_code = $10, model = $11, content_hash = $12,
       author_id = $13
     WHERE id = $1 AND state = 'draft' RETURNING item_id`,
    [versionId, ...contentColumns(content), authorId],
  );
  if (done) await summarise(tx, [done.item_id]);
  return done !== undefined;
}

const contentColumns = (content: ItemContent): unknown[] => [
  content.type,
  content.contentArea,
  content.competency,
  content.cognitiveLevel,
  content.difficulty,
  JSON.stringify(content.structure),
  JSON.stringify(content.answerKey),
  JSON.stringify(content.sources),
  content.caseCode,
  content.model && JSON.stringify(content.model),
  contentHash(content),
];

/**
 * Moves a version from one state to another, where it is still in the first: of two who ask at once one is refused.
 * @returns whether it moved.
 */
export async function moveVersion(
  tx: Tx,
  versionId: string,
  from: ItemState,
  to: ItemState,
): Promise<boolean> {
  const [moved] = await rows<{ item_id: string }>(
    tx,
    'UPDATE item_version SET state = $3 WHERE id = $1 AND state = $2 RETURNING item_id',
    [versionId, from, to],
  );
  if (moved) await summarise(tx, [moved.item_id]);
  return moved !== undefined;
}

/** Who wrote a version: its author, and whoever wrote any revision of its words in the source language. */
export async function authorsOf(tx: Tx, versionId: string, sourceLanguage: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT author_id AS id FROM item_version WHERE id = $1 AND author_id IS NOT NULL
     UNION SELECT translator_id FROM item_translation
     WHERE item_version_id = $1 AND language = $2 AND translator_id IS NOT NULL`,
    [versionId, sourceLanguage],
  );
  return found.map(({ id }) => id);
}

/** Names who approved a version. */
export async function approveVersion(tx: Tx, versionId: string, principal: Principal): Promise<void> {
  await tx.query(
    `UPDATE item_version SET approved_by = $2, approved_official = $3, approved_at = clock_timestamp() WHERE id = $1`,
    [versionId, principal.accountId, principal.official],
  );
}

/** A version that goes back to its author is approved by nobody; the reviews keep who had approved it. */
export async function withdrawApproval(tx: Tx, versionId: string): Promise<void> {
  await tx.query(
    'UPDATE item_version SET approved_by = NULL, approved_official = NULL, approved_at = NULL WHERE id = $1',
    [versionId],
  );
}

/** Whoever approves a version signs the newest words in its source language. */
export async function signSource(
  tx: Tx,
  { itemId, versionId }: { readonly itemId: string; readonly versionId: string },
  language: string,
  principal: Principal,
): Promise<void> {
  await tx.query(
    `UPDATE item_translation SET state = 'signed', signed_by = $3, signer_id = $4, signed_at = clock_timestamp()
     WHERE item_version_id = $1 AND language = $2 AND state = 'draft' AND revision = (
       SELECT max(revision) FROM item_translation WHERE item_version_id = $1 AND language = $2)`,
    [versionId, language, principal.official, principal.accountId],
  );
  await summarise(tx, [itemId]);
}

/** Retires the version that is live, to make room for `versionId`. */
export async function retireLive(tx: Tx, itemId: string, versionId: string): Promise<void> {
  await tx.query(
    `UPDATE item_version SET state = 'retired' WHERE item_id = $1 AND id <> $2 AND state IN ('live', 'suspended')`,
    [itemId, versionId],
  );
}

/** Adds the next revision of a version's words in one language. `signer`: the named reader who signed it, if any. */
export async function insertRevision(
  tx: Tx,
  wish: NewRevision,
): Promise<{ translationId: string; revision: number }> {
  const { itemId, ...made } = await addRevision(tx, wish);
  await summarise(tx, [itemId]);
  return made;
}

export interface NewRevision {
  readonly versionId: string;
  readonly language: string;
  readonly words: ItemWords;
  readonly translatorId: string | null;
  readonly signer: { readonly name: string; readonly accountId: string | null } | null;
}

/** As {@link insertRevision} for whoever adds many, and calls {@link summarise} for all of them at the end. */
export async function addRevision(
  tx: Tx,
  wish: NewRevision,
): Promise<{ translationId: string; revision: number; itemId: string }> {
  const { versionId, language, words, translatorId, signer } = wish;
  const translationId = newId();
  const [made] = await rows<{ revision: number; item_id: string }>(
    tx,
    `INSERT INTO item_translation (id, item_version_id, language, revision, stem, options, labels, rationale, state,
       signed_by, signer_id, signed_at, translator_id, content_hash)
     SELECT $1, $2, $3, coalesce(max(revision), 0) + 1, $4, $5, $6, $7, CASE WHEN $8::text IS NULL THEN 'draft' ELSE 'signed' END,
       $8, $9, CASE WHEN $8::text IS NULL THEN NULL ELSE clock_timestamp() END, $10, $11
     FROM item_translation WHERE item_version_id = $2 AND language = $3
     RETURNING revision, (SELECT item_id FROM item_version WHERE id = $2) AS item_id`,
    [
      translationId,
      versionId,
      language,
      words.stem,
      canonicalJson({ ...words.options }),
      canonicalJson({ ...words.labels }),
      words.rationale,
      signer?.name ?? null,
      signer?.accountId ?? null,
      translatorId,
      wordsHash(words),
    ],
  );
  const { revision, item_id: itemId } = made as { revision: number; item_id: string };
  return { translationId, revision, itemId };
}

/**
 * Keeps the own columns of items at what their newest versions say: lists filter by them, and near-duplicates are found
 * by the plain stem. Called by whatever changes a version.
 */
export async function summarise(tx: Tx, itemIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE item i SET current_version = v.version, state = v.state, type = v.type, content_area = v.content_area,
       competency = v.competency, cognitive_level = v.cognitive_level, difficulty = v.difficulty,
       case_code = v.case_code, model_code = v.model ->> 'code',
       live_version = (SELECT l.version FROM item_version l WHERE l.item_id = i.id AND l.state = 'live'),
       plain_stem = coalesce((SELECT ${PLAIN} FROM item_translation t JOIN bank b ON b.id = i.bank_id
         WHERE t.item_version_id = v.id AND t.language = b.source_language ORDER BY t.revision DESC LIMIT 1), ''),
       languages = coalesce((SELECT jsonb_object_agg(t.language, t.state) FROM item_translation t
         WHERE t.item_version_id = v.id AND t.revision = (SELECT max(u.revision) FROM item_translation u
           WHERE u.item_version_id = v.id AND u.language = t.language)), '{}')
     FROM item_version v WHERE i.id = ANY($1::uuid[]) AND v.item_id = i.id
       AND v.version = (SELECT max(n.version) FROM item_version n WHERE n.item_id = i.id)`,
    [itemIds],
  );
}

// Clean bodies hold no "<" but that of a tag, so this takes exactly the markup away.
const PLAIN = `btrim(regexp_replace(replace(replace(replace(regexp_replace(t.stem, '<[^>]*>', ' ', 'g'),
  '&lt;', '<'), '&gt;', '>'), '&amp;', '&'), '\\s+', ' ', 'g'))`;
