import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { WRITES_ITEMS } from '../domain/bank-scope.js';
import { ItemHistory } from '../use-cases/item-history.js';
import { MoveItem } from '../use-cases/move-item.js';
import { itemVersion } from './dto/item-page.dto.js';
import { DifferencesPageDto, ItemPageQueryDto, VerdictFormDto } from './dto/item-page.dto.js';
import { differenceGroups } from './difference-groups.js';
import { noItem } from './bank-page.js';
import { ITEM_VIEW } from './item-work.pages.js';
import { ItemPage } from './item-page.js';

/** One item to read, to review, and to compare with what it was. */
@ApiExcludeController()
@Controller('item-banks/:bankId/items/:itemId')
export class ItemPages {
  constructor(
    private readonly pages: Pages,
    private readonly itemPage: ItemPage,
    private readonly history: ItemHistory,
    private readonly moveItem: MoveItem,
  ) {}

  @Get()
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Query() query: ItemPageQueryDto,
  ): Promise<string> {
    const opened = await this.itemPage.open(principal, bankId, itemId, itemVersion(query.version), 'read');
    const model = await this.itemPage.model(principal, opened, request.language, query.words);
    return this.pages.html(request, ITEM_VIEW, { ...model, done: query.done });
  }

  @Get('review')
  @Access.role(['item-reviewer'], 'bankId')
  @Page()
  async review(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Query() query: ItemPageQueryDto,
  ): Promise<string> {
    const opened = await this.itemPage.open(principal, bankId, itemId, null, 'review');
    if (opened.item.state !== 'in-review') return seeOther(reply, `${opened.home}/${itemId}`);
    const model = await this.itemPage.model(principal, opened, request.language, query.words);
    return this.pages.html(request, ITEM_VIEW, { ...model, reviewing: true, done: query.done });
  }

  @Post('review')
  @Access.role(['item-reviewer'], 'bankId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: VerdictFormDto,
  ): Promise<string> {
    const opened = await this.itemPage.open(principal, bankId, itemId, null, 'review');
    const { verdict, reason = '' } = body;
    const result =
      verdict === 'approve' || verdict === 'return'
        ? await this.moveItem.run(principal, bankId, itemId, {
            event: verdict,
            version: itemVersion(body.version) ?? 0,
            reason,
          })
        : ({
            ok: false,
            refusal: { code: 'REQUEST.INVALID', kind: 'invalid', detail: '', fields: { verdict: 'isIn' } },
          } as const);
    if (result.ok) return seeOther(reply, `${opened.home}/${itemId}?done=${verdict ?? ''}`);
    const model = await this.itemPage.model(principal, opened, request.language, undefined);
    const shown = { ...model, reviewing: opened.item.state === 'in-review', values: { verdict, reason } };
    return this.pages.refused(request, reply, ITEM_VIEW, shown, result.refusal);
  }

  @Get('differences')
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async differences(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Query() query: DifferencesPageDto,
  ): Promise<string> {
    const opened = await this.itemPage.open(principal, bankId, itemId, null, 'compare');
    const newest = opened.item.version;
    const to = itemVersion(query.to) ?? newest;
    const from = itemVersion(query.from) ?? Math.max(1, to - 1);
    const found = await this.history.differences(principal, bankId, itemId, from, to);
    const history = await this.history.run(bankId, itemId);
    if (!found.ok || !history.ok) throw noItem();
    return this.pages.html(request, 'question-bank/web/views/item-differences.njk', {
      ...opened,
      from,
      to,
      versions: history.value.versions,
      groups: differenceGroups(found.value),
    });
  }
}
