import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById, type CompetitionView } from '../../competition/index.js';
import { isDay, isUuid, refuse, refuseFields } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  KeyRing,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { missingDocuments } from '../domain/application-rules.js';
import { SCREENING_OUTCOMES, SCREENING_STATES } from '../domain/screening-state.js';
import { documentsOf, viewsOf } from '../store/document-store.js';
import { formOf } from '../store/form-store.js';
import { nameOf } from '../store/name-store.js';
import { clearApplications, decisionsOn, screeningCounts } from '../store/screening-store.js';
import { DecideApplication, noApplication } from '../use-cases/decide-application.js';
import { DecideTogether, listDigest } from '../use-cases/decide-together.js';
import { ConfirmClearDto, ScreeningFormDto, ScreeningQueryDto } from './dto/application.dto.js';
import { screeningPage } from './screening.controller.js';

const LIST = 'application/web/views/screening.njk';
const ONE = 'application/web/views/screened.njk';
const CLEAR = 'application/web/views/screening-clear.njk';

/** Screening for HR officers: the list, one application, and those that are clear together. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/screening')
export class ScreeningPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly decideApplication: DecideApplication,
    private readonly decideTogether: DecideTogether,
  ) {}

  @Get()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async list(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Query() query: ScreeningQueryDto,
  ): Promise<string> {
    const { tx } = this.database;
    return this.pages.html(request, LIST, {
      competition: await this.#competition(competitionId),
      counts: await screeningCounts(tx, competitionId),
      states: SCREENING_STATES,
      query,
      ...(await screeningPage(this.database, competitionId, query)),
    });
  }

  @Get('clear')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async clear(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, CLEAR, await this.#clear(competitionId));
  }

  @Post('clear')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async confirm(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { digest }: ConfirmClearDto,
  ): Promise<string> {
    const result = await this.decideTogether.run(principal, competitionId, digest);
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/screening`);
    return this.pages.refused(request, reply, CLEAR, await this.#clear(competitionId), result.refusal);
  }

  @Get(':applicationId')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<string> {
    return this.pages.html(request, ONE, await this.#one(competitionId, applicationId));
  }

  @Post(':applicationId')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: ScreeningFormDto,
  ): Promise<string> {
    const model = await this.#one(competitionId, applicationId);
    const outcome = SCREENING_OUTCOMES.find((one) => one === body.outcome);
    const result = outcome
      ? await this.decideApplication.run(principal, competitionId, applicationId, {
          outcome,
          ruleCode: body.ruleCode,
          reason: body.reason,
          moreUntil: isDay(body.moreUntil) ? new Date(`${body.moreUntil}T23:59:59Z`) : undefined,
          seen: Number(body.seen ?? 0),
        })
      : refuseFields({ outcome: 'APPLICATION.OUTCOME' });
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/screening`);
    return this.pages.refused(request, reply, ONE, { ...model, values: body }, result.refusal);
  }

  async #clear(competitionId: string): Promise<Record<string, unknown>> {
    const items = await clearApplications(this.database.tx, competitionId);
    const competition = await this.#competition(competitionId);
    return { competition, items, digest: listDigest(items.map(({ id }) => id)) };
  }

  async #one(competitionId: string, applicationId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await this.#competition(competitionId);
    const form = isUuid(applicationId) ? await formOf(tx, this.keys, { id: applicationId }) : undefined;
    if (form?.competitionId !== competitionId || form.state !== 'submitted') {
      throw new RefusalError(noApplication().refusal);
    }
    const documents = await documentsOf(tx, applicationId);
    const there = documents
      .filter(({ state }) => state === 'clean' || state === 'unscanned')
      .map(({ ruleCode }) => ruleCode);
    return {
      competition,
      form,
      fullName: await nameOf(tx, form.personId),
      documents,
      missing: missingDocuments(competition.eligibility, there),
      decisions: await decisionsOn(tx, applicationId),
      views: await viewsOf(tx, applicationId),
    };
  }

  async #competition(competitionId: string): Promise<CompetitionView> {
    const competition = await competitionById(this.database.tx, competitionId);
    if (!competition) {
      throw new RefusalError(
        refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.').refusal,
      );
    }
    return competition;
  }
}
