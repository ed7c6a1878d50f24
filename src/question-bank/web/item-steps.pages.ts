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
import { ITEM_STEPS, NEEDS_REASON } from '../domain/item-steps.js';
import { MoveItem } from '../use-cases/move-item.js';
import { noItem } from './bank-page.js';
import { ItemPageQueryDto, itemVersion, StepFormDto } from './dto/item-page.dto.js';
import { ItemPage } from './item-page.js';

const STEP_VIEW = 'question-bank/web/views/item-step.njk';

/** A step of an item's life, confirmed on a page of its own: what it means, the version it names, the reason for it. */
@ApiExcludeController()
@Controller('item-banks/:bankId/items/:itemId/steps/:step')
export class ItemStepsPages {
  constructor(
    private readonly pages: Pages,
    private readonly itemPage: ItemPage,
    private readonly moveItem: MoveItem,
  ) {}

  @Get()
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async step(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('step') step: string,
    @Query() query: ItemPageQueryDto,
  ): Promise<string> {
    const model = await this.#step(principal, bankId, itemId, step, query.version, request.language);
    return this.pages.html(request, STEP_VIEW, model);
  }

  @Post()
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async take(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('step') step: string,
    @Body() body: StepFormDto,
  ): Promise<string> {
    const model = await this.#step(principal, bankId, itemId, step, body.version, request.language);
    const { reason = '' } = body;
    const version = itemVersion(body.version) ?? 0;
    const result = await this.moveItem.run(principal, bankId, itemId, { event: model.step, version, reason });
    if (!result.ok)
      return this.pages.refused(request, reply, STEP_VIEW, { ...model, values: { reason } }, result.refusal);
    return seeOther(reply, `/item-banks/${bankId}/items/${itemId}?version=${String(version)}&done=${step}`);
  }

  async #step(
    principal: Principal,
    bankId: string,
    itemId: string,
    name: string,
    version: string | undefined,
    language: string,
  ): Promise<Record<string, unknown> & { step: (typeof ITEM_STEPS)[number] }> {
    const step = ITEM_STEPS.find((one) => one === name);
    if (!step) throw noItem();
    const opened = await this.itemPage.open(principal, bankId, itemId, itemVersion(version), 'read');
    const model = await this.itemPage.model(principal, opened, language, undefined);
    return { ...model, step, needsReason: NEEDS_REASON.includes(step) };
  }
}
