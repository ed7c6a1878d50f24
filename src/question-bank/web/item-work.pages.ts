import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, type Result } from '../../kernel/index.js';
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
import { DeclareEnemy } from '../use-cases/declare-enemy.js';
import { DiscussItem } from '../use-cases/discuss-item.js';
import { noItem } from './bank-page.js';
import { CommentFormDto, EnemyFormDto, ItemFormDto, itemVersion } from './dto/item-page.dto.js';
import { ItemPage } from './item-page.js';

export const ITEM_VIEW = 'question-bank/web/views/item.njk';

/** What is done to an item from its own page: comments, enemies. */
@ApiExcludeController()
@Controller('item-banks/:bankId/items/:itemId')
export class ItemWorkPages {
  constructor(
    private readonly pages: Pages,
    private readonly itemPage: ItemPage,
    private readonly discussItem: DiscussItem,
    private readonly declareEnemy: DeclareEnemy,
  ) {}

  @Post('comments')
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async comment(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: CommentFormDto,
  ): Promise<string> {
    if (!isUuid(itemId)) throw noItem();
    const result = await this.discussItem.comment(principal, bankId, itemId, {
      version: itemVersion(body.version) ?? 0,
      language: body.language || null,
      body: body.body,
    });
    return this.#done(request, reply, principal, bankId, itemId, result, 'comment', body);
  }

  @Post('comments/:commentId/settlement')
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async settle(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('commentId') commentId: string,
    @Body() body: ItemFormDto,
  ): Promise<string> {
    if (!isUuid(itemId) || !isUuid(commentId)) throw noItem();
    const result = await this.discussItem.settle(principal, bankId, itemId, commentId);
    return this.#done(request, reply, principal, bankId, itemId, result, 'settled', body);
  }

  @Post('enemies')
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async enemy(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: EnemyFormDto,
  ): Promise<string> {
    if (!isUuid(itemId)) throw noItem();
    const wish = { enemyCode: body.enemyCode.trim().toUpperCase(), reason: body.enemyReason };
    const result = await this.declareEnemy.add(principal, bankId, itemId, wish);
    return this.#done(request, reply, principal, bankId, itemId, result, 'enemy', body);
  }

  @Post('enemies/:enemyId/removal')
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async reconcile(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('enemyId') enemyId: string,
    @Body() body: ItemFormDto,
  ): Promise<string> {
    if (!isUuid(itemId) || !isUuid(enemyId)) throw noItem();
    const result = await this.declareEnemy.remove(principal, bankId, itemId, enemyId);
    return this.#done(request, reply, principal, bankId, itemId, result, 'enemy-removed', body);
  }

  /** Back to the item; where it was refused, the item's page with what was typed. */
  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    bankId: string,
    itemId: string,
    result: Result<unknown>,
    done: string,
    body: ItemFormDto,
  ): Promise<string> {
    const { _csrf, back, ...values } = body;
    const path = `/item-banks/${bankId}/items/${itemId}${back === 'review' ? '/review' : ''}`;
    if (result.ok) return seeOther(reply, `${path}?done=${done}#${ANCHOR[done] ?? 'main'}`);
    const opened = await this.itemPage.open(principal, bankId, itemId, null, 'read');
    const model = await this.itemPage.model(principal, opened, request.language, undefined);
    const reviewing = back === 'review' && opened.mayReview && opened.item.state === 'in-review';
    const { fields, ...rest } = result.refusal;
    // The page has one more reason field; each is named after what it is a reason for.
    const own =
      fields &&
      Object.fromEntries(
        Object.entries(fields).map(([name, code]) => [name === 'reason' ? 'enemyReason' : name, code]),
      );
    return this.pages.refused(
      request,
      reply,
      ITEM_VIEW,
      { ...model, reviewing, values },
      { ...rest, ...(own && { fields: own }) },
    );
  }
}

const ANCHOR: Readonly<Record<string, string>> = {
  comment: 'comments',
  settled: 'comments',
  enemy: 'enemies',
  'enemy-removed': 'enemies',
};
