import { Injectable } from '@nestjs/common';
import { canonicalJson, hashJson, newId, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import type { BankFile, ItemFile } from '../domain/bank-files.js';
import { storedStructure, storedText, textContent } from '../domain/stored-item.js';
import { BankRow } from '../store/bank.row.js';
import { readBanks, type ReadBank } from './read-banks.js';

export interface LoadReport {
  readonly bank: string;
  readonly items: number;
  readonly newItems: number;
  readonly newVersions: number;
  readonly newRevisions: number;
  readonly retired: number;
}

/**
 * Loads the shipped banks, idempotently. A changed structure, answer key or classification makes a new item version
 * with its translations; a changed text alone makes a new revision of that translation; what the files no longer have
 * is retired, never deleted; what stayed the same makes nothing.
 *
 * Refusals: BANK.FAULTS with the number of faults; `npm run banks:check` names each.
 */
@Injectable()
export class LoadBanks {
  constructor(private readonly database: Database) {}

  async run(folder: string): Promise<Result<LoadReport[]>> {
    const { banks, faults } = readBanks(folder);
    if (faults.length > 0) {
      return refuse(
        'invalid',
        'BANK.FAULTS',
        'The question banks have faults; "npm run banks:check" names each.',
        {
          data: { faults: faults.length, first: `${faults[0]?.file ?? ''}:${String(faults[0]?.line ?? 0)}` },
        },
      );
    }
    const reports: LoadReport[] = [];
    for (const bank of banks) reports.push(await this.database.transaction((tx) => load(tx, bank)));
    return ok(reports);
  }
}

interface StoredItem {
  readonly item_id: string;
  readonly code: string;
  readonly state: string;
  readonly version: number;
  readonly version_id: string;
  readonly content_hash: string;
  readonly translations: Readonly<
    Record<string, { revision: number; hash: string; signedBy: string | null }>
  >;
}

async function load(tx: Tx, { bank, items }: ReadBank): Promise<LoadReport> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`bank:${bank.code}`]);
  const bankId = await saveBank(tx, bank);
  const stored = new Map((await storedItems(tx, bankId)).map((item) => [item.code, item]));
  const report = {
    bank: bank.code,
    items: items.length,
    newItems: 0,
    newVersions: 0,
    newRevisions: 0,
    retired: 0,
  };
  for (const item of items) {
    const known = stored.get(item.id);
    const hash = hashJson(neutral(item));
    if (known?.content_hash === hash.toString('hex')) {
      report.newRevisions += await saveTranslations(tx, bank, item, known.version_id, known.translations);
      if (known.state !== 'live')
        await tx.query(`UPDATE item SET state = 'live' WHERE id = $1`, [known.item_id]);
      continue;
    }
    const itemId = known?.item_id ?? newId();
    const version = (known?.version ?? 0) + 1;
    if (known) report.newVersions += 1;
    else report.newItems += 1;
    await tx.query(
      `INSERT INTO item (id, bank_id, code, state, current_version) VALUES ($1, $2, $3, 'live', $4)
       ON CONFLICT (id) DO UPDATE SET state = 'live', current_version = EXCLUDED.current_version`,
      [itemId, bankId, item.id, version],
    );
    const versionId = newId();
    await saveVersion(tx, { itemId, versionId, version, item, hash });
    await saveTranslations(tx, bank, item, versionId, {});
  }
  const present = new Set(items.map((item) => item.id));
  const gone = [...stored.values()].filter((item) => item.state === 'live' && !present.has(item.code));
  await tx.query(`UPDATE item SET state = 'retired' WHERE id = ANY($1::uuid[])`, [
    gone.map((item) => item.item_id),
  ]);
  return { ...report, retired: gone.length };
}

async function saveBank(tx: Tx, bank: BankFile): Promise<string> {
  const known = await tx.findOneBy(BankRow, { code: bank.code });
  const row: BankRow = {
    id: known?.id ?? newId(),
    code: bank.code,
    title: { ...bank.title },
    description: { ...(bank.description ?? {}) },
    sourceLanguage: bank.sourceLanguage,
    languages: [...bank.languages],
    contentAreas: plain(bank.contentAreas),
    competencies: plain(bank.competencies),
    contentHash: hashJson(bank as unknown as Json),
  };
  if (!known?.contentHash.equals(row.contentHash)) await tx.save(BankRow, row);
  return row.id;
}

const plain = (taxonomy: BankFile['contentAreas']): Record<string, Record<string, string>> =>
  Object.fromEntries(Object.entries(taxonomy).map(([code, texts]) => [code, { ...texts }]));

async function storedItems(tx: Tx, bankId: string): Promise<StoredItem[]> {
  return rows<StoredItem>(
    tx,
    `SELECT i.id AS item_id, i.code, i.state, v.version, v.id AS version_id,
       encode(v.content_hash, 'hex') AS content_hash,
       coalesce((SELECT json_object_agg(t.language,
           json_build_object('revision', t.revision, 'hash', encode(t.content_hash, 'hex'), 'signedBy', t.signed_by))
         FROM item_translation t WHERE t.item_version_id = v.id AND t.revision = (
           SELECT max(u.revision) FROM item_translation u
           WHERE u.item_version_id = v.id AND u.language = t.language)), '{}') AS translations
     FROM item i JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version
     WHERE i.bank_id = $1`,
    [bankId],
  );
}

/** What no language changes: a change here is a new version of the item. */
const neutral = (item: ItemFile) => ({
  type: item.type,
  contentArea: item.contentArea,
  competency: item.competency,
  cognitiveLevel: item.cognitiveLevel,
  difficulty: thousandths(item.difficulty),
  structure: storedStructure(item),
  answerKey: { ...item.answerKey },
  sources: (item.sources ?? []).map((source) => ({ ...source })),
});

const thousandths = (proportion: number): number => Math.round(proportion * 1000);

async function saveVersion(
  tx: Tx,
  wish: { itemId: string; versionId: string; version: number; item: ItemFile; hash: Buffer },
): Promise<void> {
  const { structure, answerKey, sources, difficulty } = neutral(wish.item);
  await tx.query(
    `INSERT INTO item_version (id, item_id, version, type, content_area, competency, cognitive_level, difficulty,
       structure, answer_key, sources, content_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      wish.versionId,
      wish.itemId,
      wish.version,
      wish.item.type,
      wish.item.contentArea,
      wish.item.competency,
      wish.item.cognitiveLevel,
      difficulty,
      JSON.stringify(structure),
      JSON.stringify(answerKey),
      JSON.stringify(sources),
      wish.hash,
    ],
  );
}

/** Adds a revision for each language whose text or signature changed. @returns how many. */
async function saveTranslations(
  tx: Tx,
  bank: BankFile,
  item: ItemFile,
  versionId: string,
  known: StoredItem['translations'],
): Promise<number> {
  let added = 0;
  for (const language of bank.languages) {
    const text = item.text[language];
    if (!text) continue;
    const signedBy = bank.signed?.[language] ?? null;
    const stored = storedText(text);
    const hash = hashJson(textContent(stored));
    const before = known[language];
    if (before && before.hash === hash.toString('hex') && before.signedBy === signedBy) continue;
    await tx.query(
      `INSERT INTO item_translation (id, item_version_id, language, revision, stem, options, rationale, state,
         signed_by, content_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        newId(),
        versionId,
        language,
        (before?.revision ?? 0) + 1,
        stored.stem,
        canonicalJson({ ...stored.options }),
        stored.rationale,
        signedBy === null ? 'draft' : 'signed',
        signedBy,
        hash,
      ],
    );
    added += 1;
  }
  return added;
}
