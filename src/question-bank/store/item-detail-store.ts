import { rows, type Tx } from '../../platform/index.js';
import type { ItemContent, ItemWords } from '../domain/item-content.js';
import type { ItemState } from '../domain/item-state.js';

/** One version of an item with everything that no language changes. */
export interface VersionView extends ItemContent {
  readonly itemId: string;
  readonly code: string;
  readonly bankId: string;
  readonly versionId: string;
  readonly version: number;
  readonly state: ItemState;
  readonly newest: boolean;
  readonly authorId: string | null;
  readonly author: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly createdAt: Date;
  /** Hex: what an editor began from, so that nobody overwrites another's work unseen. */
  readonly contentHash: string;
  readonly calibration: { readonly a: number; readonly b: number; readonly c: number } | null;
}

const VERSION = `SELECT i.id AS "itemId", i.code, i.bank_id AS "bankId", v.id AS "versionId", v.version, v.state,
    v.version = i.current_version AS newest, v.author_id AS "authorId",
    (SELECT a.display_name FROM account a WHERE a.id = v.author_id) AS author,
    v.approved_official AS "approvedBy", v.approved_at AS "approvedAt", v.created_at AS "createdAt",
    encode(v.content_hash, 'hex') AS "contentHash", v.type, v.content_area AS "contentArea", v.competency,
    v.cognitive_level AS "cognitiveLevel", v.difficulty, v.structure, v.answer_key AS "answerKey", v.sources,
    v.case_code AS "caseCode", v.model, v.calibration
  FROM item i JOIN item_version v ON v.item_id = i.id`;

/** A version of a bank's item; the newest where no number is given. */
export async function versionOf(
  tx: Tx,
  bankId: string,
  itemId: string,
  version: number | null = null,
): Promise<VersionView | undefined> {
  const [found] = await rows<VersionView>(
    tx,
    `${VERSION} WHERE i.id = $2 AND i.bank_id = $1 AND v.version = coalesce($3, i.current_version)`,
    [bankId, itemId, version],
  );
  return found;
}

/** A version by its own id, of whatever bank. */
export async function versionById(tx: Tx, versionId: string): Promise<VersionView | undefined> {
  const [found] = await rows<VersionView>(tx, `${VERSION} WHERE v.id = $1`, [versionId]);
  return found;
}

/** As {@link versionOf}, holding the item against a second change until the transaction ends. */
export async function lockItem(
  tx: Tx,
  bankId: string,
  itemId: string,
  version: number | null = null,
): Promise<VersionView | undefined> {
  await rows(tx, 'SELECT 1 FROM item WHERE id = $1 AND bank_id = $2 FOR UPDATE', [itemId, bankId]);
  return versionOf(tx, bankId, itemId, version);
}

/** All versions of an item, newest first. */
export async function versionsOf(tx: Tx, itemId: string): Promise<VersionView[]> {
  return rows<VersionView>(tx, `${VERSION} WHERE i.id = $1 ORDER BY v.version DESC`, [itemId]);
}

/** The newest words of a version in one language. */
export interface WordsView extends ItemWords {
  readonly translationId: string;
  readonly language: string;
  readonly revision: number;
  readonly state: 'draft' | 'signed';
  readonly signedBy: string | null;
  readonly signedAt: Date | null;
  readonly translatorId: string | null;
  readonly translator: string | null;
}

/** The newest words of a version in each language that it has, by language (code points). */
export async function wordsOfVersion(tx: Tx, versionId: string): Promise<WordsView[]> {
  return rows<WordsView>(
    tx,
    `SELECT DISTINCT ON (t.language COLLATE "C") t.id AS "translationId", t.language, t.revision, t.state, t.stem,
       t.options, t.labels, t.rationale, t.signed_by AS "signedBy", t.signed_at AS "signedAt",
       t.translator_id AS "translatorId",
       (SELECT a.display_name FROM account a WHERE a.id = t.translator_id) AS translator
     FROM item_translation t WHERE t.item_version_id = $1 ORDER BY t.language COLLATE "C", t.revision DESC`,
    [versionId],
  );
}
