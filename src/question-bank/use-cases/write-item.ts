import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, isUniqueViolation, type Principal, type Tx } from '../../platform/index.js';
import { checkDraft, type DraftWish } from '../domain/check-draft.js';
import { nextItemCode } from '../store/item-code-store.js';
import { lockItem, wordsOfVersion } from '../store/item-detail-store.js';
import { bankById, type BankSummary } from '../store/item-list-store.js';
import { insertItem, insertRevision, insertVersion, rewriteDraft } from '../store/version-store.js';

/**
 * Writes items: a new one as a draft; a change to a draft in its place; a change to anything that is past its draft as
 * a new version, with the translations of the one before as drafts, since what they translate has changed.
 *
 * Refusals: ITEM.NO_BANK, ITEM.NOT_FOUND, ITEM.CODE_TAKEN, ITEM.CHANGED_MEANWHILE, ITEM.IN_REVIEW, and
 * REQUEST.INVALID with the faults by field.
 */
@Injectable()
export class WriteItem {
  constructor(private readonly database: Database) {}

  /** @param wish.code null: the next free one of its bank and content area. */
  async create(
    principal: Principal,
    bankId: string,
    wish: DraftWish & { readonly code: string | null },
  ): Promise<Result<{ itemId: string; version: number }>> {
    try {
      return await this.database.attempt(async (tx) => {
        const bank = await bankById(tx, bankId);
        if (!bank) return noBank();
        const checked = checkDraft(bank, wish);
        if (!checked.ok) return checked;
        const code = wish.code ?? (await nextItemCode(tx, bank, wish.content.contentArea));
        const itemId = await insertItem(tx, bankId, code);
        const made = await insertVersion(tx, {
          itemId,
          content: checked.value.content,
          state: 'draft',
          authorId: principal.accountId,
        });
        await saveSource(tx, bank, made.versionId, checked.value, principal);
        await recordDecision(tx, principal, { action: 'item-written', subject: code, scopeId: bankId });
        return ok({ itemId, version: made.version });
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'item_code_key')) throw error;
      return refuse('conflict', 'ITEM.CODE_TAKEN', 'Another item has this code.', {
        fields: { code: 'ITEM.CODE_TAKEN' },
      });
    }
  }

  /** @param wish.baseHash content hash of the version that the author began from. */
  async edit(
    principal: Principal,
    bankId: string,
    itemId: string,
    wish: DraftWish & { readonly baseHash: string },
  ): Promise<Result<{ version: number }>> {
    return this.database.attempt(async (tx) => {
      const bank = await bankById(tx, bankId);
      const newest = await lockItem(tx, bankId, itemId);
      if (!bank || !newest) return noItem();
      const words = await wordsOfVersion(tx, newest.versionId);
      if (wish.baseHash !== editBase(newest.contentHash, words)) {
        return refuse('conflict', 'ITEM.CHANGED_MEANWHILE', 'Somebody else changed this item meanwhile.', {
          data: { version: newest.version },
        });
      }
      const checked = checkDraft(bank, wish);
      if (!checked.ok) return checked;
      if (newest.state === 'in-review') {
        return refuse('conflict', 'ITEM.IN_REVIEW', 'While it is in review, an item is not changed.');
      }
      if (newest.state === 'draft') {
        await rewriteDraft(tx, newest.versionId, checked.value.content, principal.accountId);
        await saveSource(tx, bank, newest.versionId, checked.value, principal);
        return ok({ version: newest.version });
      }
      const made = await insertVersion(tx, {
        itemId,
        content: checked.value.content,
        state: 'draft',
        authorId: principal.accountId,
      });
      await saveSource(tx, bank, made.versionId, checked.value, principal);
      for (const { language, translatorId, stem, options, labels, rationale } of words) {
        if (language === bank.sourceLanguage) continue;
        await insertRevision(tx, {
          versionId: made.versionId,
          language,
          words: { stem, options, labels, rationale },
          translatorId,
          signer: null,
        });
      }
      await recordDecision(tx, principal, {
        action: 'item-version-begun',
        subject: `${newest.code} v${String(made.version)}`,
        scopeId: bankId,
      });
      return ok({ version: made.version });
    });
  }
}

/**
 * What an editor began from: the content's hash and the revision of each language. Handed back with the change, so
 * that nobody overwrites another's work unseen.
 */
export const editBase = (
  contentHash: string,
  words: readonly { readonly language: string; readonly revision: number }[],
): string =>
  [contentHash, ...words.map(({ language, revision }) => `${language}${String(revision)}`)].join('.');

/** The author's own words; they count as signed once a reviewer approves the version. */
async function saveSource(
  tx: Tx,
  bank: BankSummary,
  versionId: string,
  { words }: DraftWish,
  principal: Principal,
): Promise<void> {
  await insertRevision(tx, {
    versionId,
    language: bank.sourceLanguage,
    words,
    translatorId: principal.accountId,
    signer: null,
  });
}

const noBank = () => refuse('not-found', 'ITEM.NO_BANK', 'There is no such question bank.');
const noItem = () => refuse('not-found', 'ITEM.NOT_FOUND', 'This bank has no such item.');
