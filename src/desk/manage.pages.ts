import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  applicationCount,
  competitionById,
  isBeforeCommission,
  isSat,
  MoveCompetition,
  stagesOf,
} from '../competition/index.js';
import { commissionOf } from '../commission/index.js';
import { gradingProgress } from '../grading/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../platform/index.js';
import { isUuid, type Result } from '../kernel/index.js';
import { rankingsOf } from '../ranking/index.js';
import { ScheduleSession, sessionsOf, suggestedSpread } from '../session/index.js';
import { PlanFormDto, planWish } from './plan-form.js';

const VIEW = 'desk/web/views/manage.njk';

/** One competition on one page, for those who run it: its sessions, ranking, appointments. */
@ApiExcludeController()
@Controller('manage')
export class ManagePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly moveCompetition: MoveCompetition,
    private readonly scheduleSession: ScheduleSession,
  ) {}

  @Get('competitions/:competitionId')
  @Access.role(['hr-officer', 'exam-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(competitionId));
  }

  @Post('competitions/:competitionId/steps/:step')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async move(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('step') step: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const event = (['announce', 'close', 'conclude'] as const).find((one) => one === step);
    if (!event) throw notFound();
    return this.#done(
      request,
      reply,
      competitionId,
      await this.moveCompetition.run(principal, competitionId, event),
    );
  }

  @Post('competitions/:competitionId/sessions')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async schedule(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: PlanFormDto,
  ): Promise<string> {
    const wish = planWish(body, request.language);
    const result = wish.ok
      ? await this.scheduleSession.run(principal, {
          ...wish.value,
          competitionId,
          ...(isUuid(body.stageId) && { stageId: body.stageId }),
          releasePolicy: wish.value.releasePolicy === 'on-grading' ? 'on-grading' : 'officer',
        })
      : wish;
    return result.ok
      ? seeOther(reply, `/sessions/${result.value.sessionId}/manage`)
      : this.#done(request, reply, competitionId, result, body);
  }

  /** Back to the page after a step; the same page with the refusal where the step was refused. */
  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    competitionId: string,
    result: Result<unknown>,
    values: object = {},
  ): Promise<string> {
    if (!result.ok) {
      return this.pages.refused(
        request,
        reply,
        VIEW,
        { ...(await this.#model(competitionId)), values },
        result.refusal,
      );
    }
    return seeOther(reply, `/manage/competitions/${competitionId}`);
  }

  async #model(competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    if (!competition) throw notFound();
    const sessions = await sessionsOf(tx, [competitionId]);
    const stages = await stagesOf(tx, competitionId);
    const applications = await applicationCount(tx, competitionId);
    return {
      competition,
      stages,
      satStages: stages.filter(({ kind }) => isSat(kind)),
      applications,
      candidates: applications,
      suggested: suggestedSpread(applications),
      sessions: await Promise.all(
        sessions.map(async (session) => ({ ...session, progress: await gradingProgress(tx, session.id) })),
      ),
      commissions: await Promise.all(
        stages
          .filter(({ kind }) => isBeforeCommission(kind))
          .map(async (stage) => ({ stage, commission: await commissionOf(tx, stage.id) })),
      ),
      rankings: await rankingsOf(tx, competitionId),
    };
  }
}

const notFound = () =>
  new RefusalError({
    code: 'COMPETITION.NOT_FOUND',
    kind: 'not-found',
    detail: 'There is no such competition.',
  });
