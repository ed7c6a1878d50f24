import { Injectable } from '@nestjs/common';
import { hashJson, newId, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { insertScope, PLATFORM_SCOPE_ID } from '../../people/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import type { BankFile, ItemFile } from '../domain/bank-files.js';
import { contentHash, wordsHash, type ItemContent, type ItemWords } from '../domain/item-content.js';
import type { ItemState } from '../domain/item-state.js';
import { storedStructure, storedText } from '../domain/stored-item.js';
import { BankRow } from '../store/bank.row.js';
import { keepMedia } from '../store/media-store.js';
import { addRevision, addVersion, insertItem, moveVersion, summarise } from '../store/version-store.js';
import { readBanks, type ReadBank } from './read-banks.js';

export interface LoadReport {
  readonly bank: string;
  readonly items: number;
  readonly newItems: number;
  readonly newVersions: number;
  readonly newRevisions: number;
  readonly retired: number;
  /** Items that were changed on the platform since they were loaded: a file does not overwrite people's work. */
  readonly kept: number;
}

/**
 * Loads the shipped banks, idempotently. A changed structure, answer key or classification makes a new item version
 * with its translations; a changed text alone makes a new revision of that translation; what the files no longer have
 * is retired, never deleted; what stayed the same makes nothing; what was changed on the platform stays as it is there.
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
  readonly state: ItemState;
  readonly version_id: string;
  readonly version: number;
  /** Whether a person on the platform wrote the newest version. */
  readonly written: boolean;
  /** Hex; null where the item did not come from a file. */
  readonly loaded_hash: string | null;
  /** Language → hash of what was loaded: words and signature. */
  readonly loaded_texts: Readonly<Record<string, string>>;
}

async function load(tx: Tx, read: ReadBank): Promise<LoadReport> {
  const { bank, items, media } = read;
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`bank:${bank.code}`]);
  const bankId = await saveBank(tx, bank);
  await keepMedia(tx, [...media.values()]);
  const stored = new Map((await storedItems(tx, bankId)).map((item) => [item.code, item]));
  const report = { newItems: 0, newVersions: 0, newRevisions: 0, retired: 0, kept: 0 };
  const touched: string[] = [];
  for (const item of items) {
    const known = stored.get(item.id);
    const content = contentOf(item);
    const hash = contentHash(content).toString('hex');
    const texts = wordsOf(read, item);
    if (known?.written || (known && known.loaded_hash === null)) {
      report.kept += 1;
      continue;
    }
    let versionId = known?.version_id;
    let loadedTexts = known?.loaded_texts ?? {};
    const itemId = known?.item_id ?? (await insertItem(tx, bankId, item.id));
    if (!versionId || known?.loaded_hash !== hash) {
      if (known) report.newVersions += 1;
      else report.newItems += 1;
      ({ versionId } = await addVersion(tx, { itemId, content, state: 'live', authorId: null }));
      loadedTexts = {};
    } else if (known.state === 'retired') {
      await moveVersion(tx, versionId, 'retired', 'live');
    }
    const changed = texts.filter((text) => loadedTexts[text.language] !== text.hash);
    for (const { language, words, signedBy } of changed) {
      const signer = signedBy === null ? null : { name: signedBy, accountId: null };
      await addRevision(tx, { versionId, language, words, translatorId: null, signer });
    }
    if (versionId === known?.version_id) report.newRevisions += changed.length;
    if (changed.length > 0 || known?.loaded_hash !== hash) {
      touched.push(itemId);
      await tx.query(`UPDATE item SET loaded_hash = decode($2, 'hex'), loaded_texts = $3 WHERE id = $1`, [
        itemId,
        hash,
        JSON.stringify(Object.fromEntries(texts.map((text) => [text.language, text.hash]))),
      ]);
    }
  }
  await summarise(tx, touched);
  const present = new Set(items.map((item) => item.id));
  for (const item of stored.values()) {
    if (item.state !== 'live' || item.written || item.loaded_hash === null || present.has(item.code))
      continue;
    if (await moveVersion(tx, item.version_id, 'live', 'retired')) report.retired += 1;
  }
  await declareEnemies(tx, bankId, read);
  return { bank: bank.code, items: items.length, ...report };
}

/** Adds the pairs that the files declare; those that people declared stay. */
async function declareEnemies(tx: Tx, bankId: string, { bank, enemies }: ReadBank): Promise<void> {
  await tx.query(
    `INSERT INTO item_enemy (item_id, enemy_id, reason, official)
     SELECT least(a.id, b.id), greatest(a.id, b.id), e.reason, $5
     FROM unnest($2::text[], $3::text[], $4::text[]) AS e (one, other, reason)
       JOIN item a ON a.bank_id = $1 AND a.code = e.one JOIN item b ON b.bank_id = $1 AND b.code = e.other
     ON CONFLICT DO NOTHING`,
    [
      bankId,
      enemies.map(({ items: [one] }) => one),
      enemies.map(({ items: [, other] }) => other),
      enemies.map(({ reason }) => reason),
      bank.authors.join(', '),
    ],
  );
}

async function saveBank(tx: Tx, bank: BankFile): Promise<string> {
  const known = await tx.findOneBy(BankRow, { code: bank.code });
  const row: BankRow = {
    id: known?.id ?? newId(),
    code: bank.code,
    title: { ...bank.title },
    description: { ...bank.description },
    sourceLanguage: bank.sourceLanguage,
    languages: [...bank.languages],
    contentAreas: plain(bank.contentAreas),
    competencies: plain(bank.competencies),
    contentHash: hashJson(bank as unknown as Json),
  };
  // A bank is a scope of its own: authors and reviewers are named for one bank.
  if (!known) await insertScope(tx, { id: row.id, kind: 'bank', parentId: PLATFORM_SCOPE_ID });
  if (!known?.contentHash.equals(row.contentHash)) await tx.save(BankRow, row);
  return row.id;
}

const plain = (taxonomy: BankFile['contentAreas']): Record<string, Record<string, string>> =>
  Object.fromEntries(Object.entries(taxonomy).map(([code, texts]) => [code, { ...texts }]));

async function storedItems(tx: Tx, bankId: string): Promise<StoredItem[]> {
  return rows<StoredItem>(
    tx,
    `SELECT i.id AS item_id, i.code, v.state, v.version, v.id AS version_id, v.author_id IS NOT NULL AS written,
       encode(i.loaded_hash, 'hex') AS loaded_hash, i.loaded_texts
     FROM item i JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version
     WHERE i.bank_id = $1`,
    [bankId],
  );
}

/** A file's item as an item version has it. */
const contentOf = (item: ItemFile): ItemContent => ({
  type: item.type,
  contentArea: item.contentArea,
  competency: item.competency,
  cognitiveLevel: item.cognitiveLevel,
  difficulty: Math.round(item.difficulty * 1000),
  structure: storedStructure(item),
  answerKey: { ...item.answerKey },
  sources: (item.sources ?? []).map((source) => ({ ...source })),
  caseCode: item.case ?? null,
  model: item.model ?? null,
});

interface LoadedWords {
  readonly language: string;
  readonly words: ItemWords;
  readonly signedBy: string | null;
  /** Hex, over words and signature: a new signature alone is a new revision too. */
  readonly hash: string;
}

/** An item's words in each language of its bank, clean, with pictures named by their content. */
function wordsOf({ bank, media }: ReadBank, item: ItemFile): LoadedWords[] {
  return bank.languages.flatMap((language) => {
    const text = item.text[language];
    if (!text) return [];
    const words = storedText(text, (file) => media.get(file)?.hash ?? '');
    const signedBy = bank.signed?.[language] ?? null;
    const hash = hashJson({ words: wordsHash(words).toString('hex'), signedBy }).toString('hex');
    return [{ language, words, signedBy, hash }];
  });
}
