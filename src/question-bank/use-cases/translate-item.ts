import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { checkTranslation } from '../domain/check-translation.js';
import type { ItemWords } from '../domain/item-content.js';
import { lockItem, wordsOfVersion, type VersionView, type WordsView } from '../store/item-detail-store.js';
import { bankById, type BankSummary } from '../store/item-list-store.js';
import { insertRevision, summarise } from '../store/version-store.js';

interface Found {
  readonly bank: BankSummary;
  readonly version: VersionView;
  readonly source: WordsView;
  readonly known: WordsView | undefined;
}

/**
 * Translates an item's newest version, each language apart: each save is a new revision, a draft until a reader who is
 * not the translator signs it.
 *
 * Refusals: ITEM.NOT_FOUND, ITEM.NO_LANGUAGE, ITEM.IS_SOURCE, ITEM.CHANGED_MEANWHILE, ITEM.OWN_WORK,
 * ITEM.OTHER_REVISION, and REQUEST.INVALID with the faults by field.
 */
@Injectable()
export class TranslateItem {
  constructor(private readonly database: Database) {}

  /** @param wish.baseRevision the revision that the translator began from; 0 where there was none. */
  async save(
    principal: Principal,
    bankId: string,
    itemId: string,
    wish: { readonly language: string; readonly baseRevision: number; readonly words: ItemWords },
  ): Promise<Result<{ revision: number }>> {
    return this.database.attempt(async (tx) => {
      const found = await find(tx, bankId, itemId, wish.language);
      if (!found.ok) return found;
      const { version, source, known } = found.value;
      if ((known?.revision ?? 0) !== wish.baseRevision) {
        return refuse(
          'conflict',
          'ITEM.CHANGED_MEANWHILE',
          'Somebody else changed this translation meanwhile.',
        );
      }
      const checked = checkTranslation(version, source, wish.language, wish.words);
      if (!checked.ok) return checked;
      const { revision } = await insertRevision(tx, {
        versionId: version.versionId,
        language: wish.language,
        words: checked.value,
        translatorId: principal.accountId,
        signer: null,
      });
      return ok({ revision });
    });
  }

  /** Signs exactly the revision that the reader has read. */
  async sign(
    principal: Principal,
    bankId: string,
    itemId: string,
    wish: { readonly language: string; readonly revision: number },
  ): Promise<Result<{ signedBy: string }>> {
    return this.database.attempt(async (tx) => {
      const found = await find(tx, bankId, itemId, wish.language);
      if (!found.ok) return found;
      const { version, known } = found.value;
      if (known?.revision !== wish.revision || known.state !== 'draft') {
        return refuse('conflict', 'ITEM.OTHER_REVISION', 'This is not the newest draft of the translation.');
      }
      if (known.translatorId === principal.accountId) {
        return refuse('forbidden', 'ITEM.OWN_WORK', 'Nobody signs what they translated themselves.');
      }
      await rows(
        tx,
        `UPDATE item_translation SET state = 'signed', signed_by = $2, signer_id = $3, signed_at = clock_timestamp()
         WHERE id = $1 RETURNING 1`,
        [known.translationId, principal.official, principal.accountId],
      );
      await summarise(tx, [itemId]);
      await recordDecision(tx, principal, {
        action: 'translation-signed',
        subject: `${version.code} v${String(version.version)} ${wish.language} r${String(wish.revision)}`,
        scopeId: bankId,
      });
      return ok({ signedBy: principal.official });
    });
  }
}

async function find(tx: Tx, bankId: string, itemId: string, language: string): Promise<Result<Found>> {
  const bank = await bankById(tx, bankId);
  const version = await lockItem(tx, bankId, itemId);
  if (!bank || !version) return refuse('not-found', 'ITEM.NOT_FOUND', 'This bank has no such item.');
  if (!bank.languages.includes(language)) {
    return refuse('not-found', 'ITEM.NO_LANGUAGE', 'The bank does not have this language.');
  }
  if (language === bank.sourceLanguage) {
    return refuse('conflict', 'ITEM.IS_SOURCE', 'This is the language that the item is written in.');
  }
  const words = await wordsOfVersion(tx, version.versionId);
  const source = words.find((one) => one.language === bank.sourceLanguage);
  if (!source) return refuse('not-found', 'ITEM.NOT_FOUND', 'This item has no words yet.');
  return ok({ bank, version, source, known: words.find((one) => one.language === language) });
}
