import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { applicationCount, competitionById, MoveCompetition } from '../competition/index.js';
import { gradingProgress, ReleaseResults } from '../grading/index.js';
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
import type { Result } from '../kernel/index.js';
import { rankingsOf } from '../ranking/index.js';
import { OpenSession, ScheduleSession, sessionById, sessionsOf } from '../session/index.js';
import { CloseSession } from '../sitting/index.js';

const VIEW = 'desk/web/views/manage.njk';
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

class ScheduleFormDto extends FormDto {
  @IsString()
  @MaxLength(200)
  title!: string;

  @Matches(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?$/)
  opensAt!: string;

  @Matches(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?$/)
  entryClosesAt!: string;

  @IsIn(['officer', 'on-grading'])
  releasePolicy!: 'officer' | 'on-grading';
}

/** One competition on one page, for those who run it: sessions, grading, release, ranking, appointments. */
@ApiExcludeController()
@Controller('manage')
export class ManagePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly moveCompetition: MoveCompetition,
    private readonly scheduleSession: ScheduleSession,
    private readonly openSession: OpenSession,
    private readonly closeSession: CloseSession,
    private readonly releaseResults: ReleaseResults,
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
    @Body() body: ScheduleFormDto,
  ): Promise<string> {
    const { title, opensAt, entryClosesAt, releasePolicy } = body;
    const fields = {
      ...(title.trim() === '' && { title: 'isString' }),
      ...(!LOCAL_TIME.test(opensAt) && { opensAt: 'isDate' }),
      ...(!LOCAL_TIME.test(entryClosesAt) && { entryClosesAt: 'isDate' }),
    };
    const values = { title, opensAt, entryClosesAt, releasePolicy };
    const result =
      Object.keys(fields).length > 0
        ? ({ ok: false, refusal: { code: 'REQUEST.INVALID', kind: 'invalid', detail: '', fields } } as const)
        : await this.scheduleSession.run(principal, {
            competitionId,
            title: { [request.language]: title.trim() },
            // The form's times are UTC, as all times on our pages.
            opensAt: new Date(`${opensAt}Z`),
            entryClosesAt: new Date(`${entryClosesAt}Z`),
            releasePolicy,
          });
    return this.#done(request, reply, competitionId, result, values);
  }

  @Post('sessions/:sessionId/opening')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async open(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.openSession.run(principal, sessionId);
    return this.#done(request, reply, await this.#competitionOf(sessionId), result);
  }

  @Post('sessions/:sessionId/closing')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async close(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.closeSession.run(principal, sessionId);
    return this.#done(request, reply, await this.#competitionOf(sessionId), result);
  }

  @Post('sessions/:sessionId/release')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async release(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.releaseResults.run(principal, sessionId);
    return this.#done(request, reply, await this.#competitionOf(sessionId), result);
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

  async #competitionOf(sessionId: string): Promise<string> {
    const session = await sessionById(this.database.tx, sessionId);
    if (!session) throw notFound();
    return session.competitionId;
  }

  async #model(competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    if (!competition) throw notFound();
    const sessions = await sessionsOf(tx, [competitionId]);
    return {
      competition,
      applications: await applicationCount(tx, competitionId),
      sessions: await Promise.all(
        sessions.map(async (session) => ({ ...session, progress: await gradingProgress(tx, session.id) })),
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
