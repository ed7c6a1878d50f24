import { Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PLATFORM_SCOPE_ID } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { banksOfGrants, WRITES_ITEMS } from '../domain/bank-scope.js';
import { reviewQueue } from '../store/item-history-store.js';
import { banksWithin } from '../store/item-list-store.js';
import { AddMedia } from '../use-cases/add-media.js';
import { ItemBankListDto, MediaIdDto, ReviewQueueDto } from './dto/item-views.dto.js';

const QUEUE = 200;

/** The banks that somebody writes for, their pictures, and what waits for a review in them. */
@ApiTags('question-bank')
@Controller('api/v1')
export class ItemBanksController {
  constructor(
    private readonly database: Database,
    private readonly addMedia: AddMedia,
  ) {}

  @Get('item-banks')
  @Access.role(WRITES_ITEMS, 'any')
  @ApiOperation({ summary: 'Banks that you write or review for' })
  @ApiOkResponse({ type: ItemBankListDto })
  async banks(@CurrentPrincipal() principal: Principal): Promise<ItemBankListDto> {
    return {
      items: await banksWithin(this.database.tx, banksOfGrants(principal.grants, PLATFORM_SCOPE_ID)),
    };
  }

  @Get('item-reviews')
  @Access.role(WRITES_ITEMS, 'any')
  @ApiOperation({ summary: 'What waits for a review in your banks', description: 'The oldest first.' })
  @ApiOkResponse({ type: ReviewQueueDto })
  async queue(@CurrentPrincipal() principal: Principal): Promise<ReviewQueueDto> {
    const banks = banksOfGrants(principal.grants, PLATFORM_SCOPE_ID);
    return { items: await reviewQueue(this.database.tx, banks, principal.accountId, QUEUE) };
  }

  @Post('banks/:bankId/media')
  @Access.role(['item-author'], 'bankId')
  @ApiOperation({ summary: 'Add a picture', description: 'The body is the picture itself.' })
  @ApiConsumes('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')
  @ApiCreatedResponse({ type: MediaIdDto })
  async media(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Req() request: OpenMeritRequest,
  ): Promise<MediaIdDto> {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    return orThrow(await this.addMedia.run(principal, bankId, bytes));
  }
}
