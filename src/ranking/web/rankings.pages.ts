import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { programmeById } from '../../form/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  PageQueryDto,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import { ApproveRanking } from '../use-cases/approve-ranking.js';
import { ProposeRanking } from '../use-cases/propose-ranking.js';
import { placePage, versionNumber } from './rankings.controller.js';

/** The ranking as HR officers review it: the rule spelt out, every place, and the approval by name. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/rankings')
export class RankingsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly proposeRanking: ProposeRanking,
    private readonly approveRanking: ApproveRanking,
  ) {}

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async propose(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const { version } = orThrow(await this.proposeRanking.run(principal, competitionId));
    return seeOther(reply, `/manage/competitions/${competitionId}/rankings/${String(version)}`);
  }

  @Get(':version')
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('version') version: string,
    @Query() query: PageQueryDto,
  ): Promise<string> {
    const page = await placePage(this.database, competitionId, version, { ...query, limit: 100 });
    const competition = await competitionById(this.database.tx, competitionId);
    const programme = competition && (await programmeById(this.database.tx, competition.programmeId));
    return this.pages.html(request, 'ranking/web/views/ranking.njk', {
      ...page,
      cursor: query.cursor,
      competition,
      parts: page.ranking.rule.subjectOrder.map((code) =>
        programme?.body.parts.find((part) => part.code === code),
      ),
    });
  }

  @Post(':version/approval')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async approve(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('version') version: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    orThrow(await this.approveRanking.run(principal, competitionId, versionNumber(version)));
    return seeOther(reply, `/manage/competitions/${competitionId}`);
  }
}
