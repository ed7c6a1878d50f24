import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { competitionById } from '../../competition/index.js';
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
import { approvedBefore, movesBetween } from '../store/ranking-store.js';
import { partTitles } from './part-titles.js';
import { placeRows } from './place-rows.js';
import { explained, noPlace, placesPage, versionNumber } from './rankings.controller.js';

/** Who moved: so many are shown; the published list has all. */
const MOST_MOVES = 200;

class ProposalFormDto extends FormDto {
  @IsOptional() @IsString() @MaxLength(2000) reason?: string;
}

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
    @Body() body: ProposalFormDto,
  ): Promise<string> {
    const { version } = orThrow(await this.proposeRanking.run(principal, competitionId, body.reason));
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
    const { tx } = this.database;
    const { ranking, places, nextCursor } = await placesPage(tx, competitionId, version, query);
    const competition = await competitionById(tx, competitionId);
    if (!competition) throw noPlace();
    const titles = Object.entries(await partTitles(tx, competition, ranking.rule));
    // What changed stands before the first place alone.
    const before = query.cursor === undefined ? await approvedBefore(tx, ranking) : undefined;
    return this.pages.html(request, 'ranking/web/views/ranking.njk', {
      ranking,
      nextCursor,
      cursor: query.cursor,
      competition,
      parts: titles.map(([code, title]) => ({ code, title })),
      rows: placeRows(places, {
        parts: titles.map(([code]) => code),
        isScaled: 'scale' in ranking.rule,
        address: `/manage/competitions/${competitionId}/rankings/${version}/places`,
        language: request.language,
        notPassed: this.pages.t(request.language, 'ranking:notPassed'),
      }),
      before,
      ...(before && (await movesBetween(tx, before.id, ranking.id, MOST_MOVES))),
    });
  }

  @Get(':version/places/:candidateNumber')
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @Page()
  async why(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('version') version: string,
    @Param('candidateNumber') candidateNumber: string,
  ): Promise<string> {
    const found = await explained(this.database, competitionId, version, candidateNumber);
    const competition = await competitionById(this.database.tx, competitionId);
    if (!competition) throw noPlace();
    return this.pages.html(request, 'ranking/web/views/place.njk', {
      ...found,
      competition,
      titles: await partTitles(this.database.tx, competition, found.ranking.rule),
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
