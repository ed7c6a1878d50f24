import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  PageQueryDto,
  RefusalError,
  TRANSLATOR,
  type Principal,
  type Translator,
} from '../../platform/index.js';
import { noticeCounts, stuckNotices } from '../store/notice-store.js';
import { SettleStuck } from '../use-cases/settle-stuck.js';
import { LettersDto, LetterSettledDto, NoticePageDto } from './dto/notice.dto.js';
import { noticePage } from './notice-page.js';

/** What a candidate was told, and for administrators the letters that need a person. */
@ApiTags('notice')
@Controller('api/v1')
export class NoticesController {
  constructor(
    private readonly database: Database,
    private readonly settleStuck: SettleStuck,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get('notices')
  @Access.candidate()
  @ApiOperation({ summary: 'Your notices', description: 'Newest first, in your language.' })
  @ApiOkResponse({ type: NoticePageDto })
  async mine(@CurrentPrincipal() principal: Principal, @Query() query: PageQueryDto): Promise<NoticePageDto> {
    const reader = { personId: principal.personId ?? '', language: principal.language };
    return noticePage(this.database, this.translator, reader, query);
  }

  @Get('letters')
  @Access.role(['administrator'], 'platform')
  @ApiOperation({
    summary: 'Letters that need a person',
    description: 'Refused, or perhaps sent. Without names and addresses.',
  })
  @ApiOkResponse({ type: LettersDto })
  async letters(): Promise<LettersDto> {
    const { tx } = this.database;
    return { ...(await noticeCounts(tx)), items: await stuckNotices(tx) };
  }

  @Post('letters/:letterId/repetition')
  @HttpCode(200)
  @Access.role(['administrator'], 'platform')
  @ApiOperation({
    summary: 'Send a letter again',
    description: 'If it came after all, it comes twice: your name stands for that.',
  })
  @ApiOkResponse({ type: LetterSettledDto })
  async again(
    @CurrentPrincipal() principal: Principal,
    @Param('letterId') letterId: string,
  ): Promise<LetterSettledDto> {
    return this.#settle(principal, letterId, true);
  }

  @Post('letters/:letterId/setting-aside')
  @HttpCode(200)
  @Access.role(['administrator'], 'platform')
  @ApiOperation({ summary: 'Leave a letter as it is' })
  @ApiOkResponse({ type: LetterSettledDto })
  async setAside(
    @CurrentPrincipal() principal: Principal,
    @Param('letterId') letterId: string,
  ): Promise<LetterSettledDto> {
    return this.#settle(principal, letterId, false);
  }

  async #settle(principal: Principal, letterId: string, again: boolean): Promise<LetterSettledDto> {
    if (!isUuid(letterId)) throw noLetter();
    orThrow(await this.settleStuck.run(principal, letterId, again));
    return { id: letterId };
  }
}

export const noLetter = () =>
  new RefusalError({ code: 'NOTICE.NO_LETTER', kind: 'not-found', detail: 'There is no such letter.' });
