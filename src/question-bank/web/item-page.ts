import { Inject, Injectable } from '@nestjs/common';
import { isUuid } from '../../kernel/index.js';
import { Database, orThrow, TRANSLATOR, type Principal, type Translator } from '../../platform/index.js';
import { bodyText } from '../domain/clean-body.js';
import { stepsFrom } from '../domain/item-steps.js';
import { picturesOf } from '../store/item-delivery.js';
import { versionOf, wordsOfVersion, type VersionView, type WordsView } from '../store/item-detail-store.js';
import { recordSight } from '../store/item-history-store.js';
import { exposureOf, itemByCode } from '../store/item-place-store.js';
import { reportsOfItem } from '../store/report-store.js';
import { authorsOf } from '../store/version-store.js';
import { ItemHistory } from '../use-cases/item-history.js';
import { bankPage, noItem, type BankPage } from './bank-page.js';
import { bodyHtml } from './body-html.js';
import { candidateView } from './candidate-view.js';
import { keyView } from './key-view.js';
import { sightRows } from './sight-rows.js';
import { translationStates } from './translation-states.js';

type Purpose = Parameters<typeof recordSight>[3];

/** An item version that is being looked at, with all its words; that it was is written down already. */
export interface OpenedItem extends BankPage {
  readonly item: VersionView;
  readonly words: readonly WordsView[];
}

/** What the pages of one item show. */
@Injectable()
export class ItemPage {
  constructor(
    private readonly database: Database,
    private readonly history: ItemHistory,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  /**
   * Finds a version (null: the newest) and writes down who looks at it, and what for.
   * @throws RefusalError ITEM.NO_BANK, ITEM.NOT_FOUND
   */
  async open(
    principal: Principal,
    bankId: string,
    itemId: string,
    version: number | null,
    purpose: Purpose,
  ): Promise<OpenedItem> {
    const { tx } = this.database;
    const page = await bankPage(tx, principal, bankId);
    const item = isUuid(itemId) ? await versionOf(tx, bankId, itemId, version) : undefined;
    if (!item) throw noItem();
    await recordSight(tx, principal, [item.versionId], purpose);
    return { ...page, item, words: await wordsOfVersion(tx, item.versionId) };
  }

  /** Everything about an opened item. @param language that its words are shown in; the source's where it lacks them. */
  async model(
    principal: Principal,
    opened: OpenedItem,
    pageLanguage: string,
    language: string | undefined,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { bank, item, words } = opened;
    const source = words.find((one) => one.language === bank.sourceLanguage);
    const shown = words.find((one) => one.language === language) ?? source ?? words[0];
    const tableName = this.translator.t(pageLanguage, 'question-bank:item.table');
    const stimulus = item.caseCode === null ? undefined : await itemByCode(tx, bank.id, item.caseCode);
    const pictures = await picturesOf(tx, words.flatMap(bodiesOf));
    const html = (body: string): string => bodyHtml(body, 'block', pictures, tableName);
    const authors = await authorsOf(tx, item.versionId, bank.sourceLanguage);
    const key = shown && keyView(item, shown);
    const history = orThrow(await this.history.run(bank.id, item.itemId));
    return {
      ...opened,
      history,
      sights: sightRows(history.sights),
      exposure: await exposureOf(tx, item.itemId),
      reports: await reportsOfItem(tx, item.itemId),
      stimulus,
      shown,
      view:
        shown &&
        candidateView(item, shown, {
          language: shown.language,
          words: this.translator.bundle(shown.language, 'player'),
          pictures,
          tableName,
        }),
      rationale: shown && html(shown.rationale),
      key: key && {
        ...key,
        rows: key.rows.map((row) => ({ ...row, html: bodyHtml(row.body, 'inline', pictures, tableName) })),
      },
      translations: await translationStates(tx, bank, words),
      own: authors.includes(principal.accountId),
      steps: stepsFrom(item, (role) => (role === 'item-author' ? opened.mayWrite : opened.mayReview)),
      excerpt: bodyText(source?.stem ?? '').slice(0, 160),
    };
  }
}

const bodiesOf = ({ stem, rationale, options, labels }: WordsView): string[] => [
  stem,
  rationale,
  ...Object.values(options),
  ...Object.values(labels),
];
