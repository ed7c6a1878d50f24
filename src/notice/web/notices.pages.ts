import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  PageQueryDto,
  Pages,
  seeOther,
  TRANSLATOR,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  type Translator,
} from '../../platform/index.js';
import { noticeCounts, stuckNotices } from '../store/notice-store.js';
import { SettleStuck } from '../use-cases/settle-stuck.js';
import { noLetter } from './notices.controller.js';
import { noticePage } from './notice-page.js';

const LETTERS = 'notice/web/views/letters.njk';

/** A candidate's notices, where each letter can be read again; and an administrator's letters that are stuck. */
@ApiExcludeController()
@Controller()
export class NoticesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly settleStuck: SettleStuck,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get('notices')
  @Access.candidate()
  @Page()
  async mine(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Query() query: PageQueryDto,
  ): Promise<string> {
    const reader = { personId: principal.personId ?? '', language: request.language };
    const page = await noticePage(this.database, this.translator, reader, { ...query, limit: 20 });
    return this.pages.html(request, 'notice/web/views/notices.njk', { ...page, cursor: query.cursor });
  }

  @Get('admin/letters')
  @Access.role(['administrator'], 'platform')
  @Page()
  async letters(@Req() request: OpenMeritRequest): Promise<string> {
    return this.pages.html(request, LETTERS, await this.#letters());
  }

  @Post('admin/letters/:letterId/:decision')
  @Access.role(['administrator'], 'platform')
  @Page()
  async settle(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('letterId') letterId: string,
    @Param('decision') decision: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(letterId) || (decision !== 'again' && decision !== 'aside')) throw noLetter();
    const result = await this.settleStuck.run(principal, letterId, decision === 'again');
    if (!result.ok) return this.pages.refused(request, reply, LETTERS, await this.#letters(), result.refusal);
    return seeOther(reply, '/admin/letters');
  }

  async #letters(): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    return { ...(await noticeCounts(tx)), items: await stuckNotices(tx) };
  }
}
