import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Refusal } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { WRITES_ITEMS } from '../domain/bank-scope.js';
import type { Fields } from '../item-types/index.js';
import { text } from '../item-types/shared/fields.js';
import { sourceOfTranslation } from '../store/translation-age-store.js';
import { TranslateItem } from '../use-cases/translate-item.js';
import { differenceGroups } from './difference-groups.js';
import { SignatureFormDto } from './dto/item-page.dto.js';
import { ItemPage, type OpenedItem } from './item-page.js';
import { keyView } from './key-view.js';
import { readFields } from './read-fields.js';
import { translationFaults, wordsOfForm } from './translation-form.js';
import { translationStates, wordDifferences } from './translation-states.js';

const VIEW = 'question-bank/web/views/item-translation.njk';

/** An item's words in another language, beside those that it was written in. */
@ApiExcludeController()
@Controller('item-banks/:bankId/items/:itemId/translations/:language')
export class ItemTranslationPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly itemPage: ItemPage,
    private readonly translateItem: TranslateItem,
  ) {}

  @Get()
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('language') language: string,
  ): Promise<string> {
    const opened = await this.#open(principal, bankId, itemId, language);
    const { done } = request.query as { done?: string };
    const model = await this.#model(principal, opened, language, null);
    return this.pages.html(request, VIEW, {
      ...model,
      done: done === 'saved' || done === 'signed' ? done : null,
    });
  }

  @Post()
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async save(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('language') language: string,
  ): Promise<string> {
    const opened = await this.#open(principal, bankId, itemId, language);
    const { fields } = readFields(request.body);
    const revision = text(fields, 'baseRevision');
    const result = await this.translateItem.save(principal, bankId, itemId, {
      language,

      baseRevision: /^\d{1,6}$/.test(revision) ? Number(revision) : -1,
      words: wordsOfForm(opened, fields),
    });
    if (result.ok) return seeOther(reply, `${opened.home}/${itemId}/translations/${language}?done=saved`);
    const model = await this.#model(principal, opened, language, fields);
    return this.#refused(request, reply, model, result.refusal);
  }

  @Post('signature')
  @Access.role(['item-reviewer'], 'bankId')
  @Page()
  async sign(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('language') language: string,
    @Body() body: SignatureFormDto,
  ): Promise<string> {
    const opened = await this.#open(principal, bankId, itemId, language);
    const result = await this.translateItem.sign(principal, bankId, itemId, {
      language,

      revision: Number(body.revision),
    });
    if (result.ok) return seeOther(reply, `${opened.home}/${itemId}/translations/${language}?done=signed`);
    return this.#refused(
      request,
      reply,
      await this.#model(principal, opened, language, null),
      result.refusal,
    );
  }

  async #open(principal: Principal, bankId: string, itemId: string, language: string): Promise<OpenedItem> {
    const opened = await this.itemPage.open(principal, bankId, itemId, null, 'translate');
    const { languages, sourceLanguage } = opened.bank;
    if (languages.includes(language) && language !== sourceLanguage) return opened;
    throw new RefusalError({
      code: 'ITEM.NO_LANGUAGE',
      kind: 'not-found',
      detail: 'The bank does not have this language.',
    });
  }

  #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    model: Record<string, unknown> & { readonly item: { readonly type: string } },
    refusal: Refusal,
  ): string {
    const fields = refusal.fields && translationFaults(model.item.type, refusal.fields);
    return this.pages.refused(
      request,
      reply,
      VIEW,
      { ...model, meanwhile: refusal.code === 'ITEM.CHANGED_MEANWHILE' },
      { ...refusal, ...(fields && { fields }) },
    );
  }

  /** @param fields what was typed; null: what is saved. */
  async #model(
    principal: Principal,
    opened: OpenedItem,
    language: string,
    fields: Fields | null,
  ): Promise<Record<string, unknown> & { readonly item: OpenedItem['item'] }> {
    const { tx } = this.database;
    const { bank, item, words } = opened;
    const source = words.find((one) => one.language === bank.sourceLanguage);
    const saved = words.find((one) => one.language === language);
    const began = saved && source && (await sourceOfTranslation(tx, saved.translationId, source.language));
    const states = await translationStates(tx, bank, words);
    const typed = fields && wordsOfForm(opened, fields);
    return {
      ...opened,
      source,
      saved,
      state: states.find((one) => one.language === language),
      target: typed ?? saved ?? { stem: '', options: {}, labels: {}, rationale: '' },
      // What the source said when this was translated, and says now.
      sourceChanges: began ? differenceGroups(wordDifferences(began, source, source.language)) : [],
      // What another one saved meanwhile, against what was typed.
      changes: typed && saved ? differenceGroups(wordDifferences(saved, typed, language)) : [],
      own: saved?.translatorId === principal.accountId,
      accepted: source
        ? keyView(item, source).rows.filter(({ mark }) => mark === language || mark.endsWith(`(${language})`))
        : [],
    };
  }
}
