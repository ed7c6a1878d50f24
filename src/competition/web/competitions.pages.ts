import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { formSize, programmeById } from '../../form/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  SharedPage,
  PageQueryDto,
  Pages,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import { isSat } from '../domain/stage.js';
import { adoptedPass, applicationOf, competitionById } from '../store/competition-store.js';
import { stagesOf, tieRuleOf } from '../store/stage-store.js';
import { Apply } from '../use-cases/apply.js';
import { Withdraw } from '../use-cases/withdraw.js';
import { competitionPage } from './competitions.controller.js';

/** Competitions for the public, and applying. */
@ApiExcludeController()
@Controller('competitions')
export class CompetitionsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly applyToCompetition: Apply,
    private readonly withdrawApplication: Withdraw,
  ) {}

  @Get()
  @Access.anyone()
  @SharedPage()
  async list(@Req() request: OpenMeritRequest, @Query() query: PageQueryDto): Promise<string> {
    const page = await competitionPage(this.database, { ...query, limit: 20 });
    return this.pages.html(request, 'competition/web/views/competitions.njk', {
      ...page,
      cursor: query.cursor,
    });
  }

  @Get(':competitionId')
  @Access.anyone()
  @SharedPage()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
    if (!competition || competition.state === 'draft') throw notFound();
    const stages = await stagesOf(tx, competitionId);
    const sat = stages.find(({ kind }) => isSat(kind));
    const programme =
      stages.length > 0 && !sat
        ? undefined
        : await programmeById(tx, sat?.programmeId ?? competition.programmeId);
    const personId = request.principal?.personId;
    return this.pages.html(request, 'competition/web/views/competition.njk', {
      competition,
      stages,
      ...(stages.length > 0 && (await tieRuleOf(tx, competitionId))),
      programme: programme?.body,
      pass: (await adoptedPass(tx, competition)) ?? programme?.body.pass,
      items: programme ? formSize(programme.body) : 0,
      application: personId ? await applicationOf(tx, competitionId, personId) : undefined,
    });
  }

  @Post(':competitionId/application')
  @Access.candidate()
  @Page()
  async apply(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(competitionId)) throw notFound();
    orThrow(
      await this.applyToCompetition.run(principal, competitionId, principal.language || request.language),
    );
    return seeOther(reply, '/desk');
  }

  @Post(':competitionId/withdrawal')
  @Access.candidate()
  @Page()
  async withdraw(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(competitionId)) throw notFound();
    orThrow(await this.withdrawApplication.run(principal, competitionId));
    return seeOther(reply, '/desk');
  }
}

const notFound = () =>
  new RefusalError({
    code: 'COMPETITION.NOT_FOUND',
    kind: 'not-found',
    detail: 'There is no such competition.',
  });
