import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, refuseFields, withFieldNames, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  rows,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { failedSittings } from '../store/failed-sittings.js';
import { gradingProgress } from '../store/grade-store.js';
import { DecideFailedJob } from '../use-cases/decide-failed-job.js';
import { ReleaseChecks } from '../use-cases/release-checks.js';
import { ReleaseResults } from '../use-cases/release-results.js';
import { SignRelease } from '../use-cases/sign-release.js';
import { ReleaseFormDto, ReleaseTimeFormDto } from './dto/release.dto.js';

const VIEW = 'grading/web/views/release.njk';
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** From graded to released: how far grading is, what could not be graded, what stands in the way, and the release. */
@ApiExcludeController()
@Controller('sessions/:sessionId/results')
export class ReleasePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly releaseChecks: ReleaseChecks,
    private readonly releaseResults: ReleaseResults,
    private readonly signRelease: SignRelease,
    private readonly decideFailedJob: DecideFailedJob,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, sessionId));
  }

  @Post('release')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async release(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ReleaseFormDto,
  ): Promise<string> {
    const result = await this.releaseResults.run(principal, sessionId, body.reason);
    return this.#done(request, reply, principal, sessionId, result, { reason: body.reason });
  }

  @Post('time')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async time(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() { releaseAt = '', step }: ReleaseTimeFormDto,
  ): Promise<string> {
    const moment = LOCAL_TIME.test(releaseAt) ? new Date(`${releaseAt}Z`) : undefined;
    const result: Result<unknown> =
      step === 'back'
        ? await this.signRelease.run(principal, sessionId, null)
        : moment && !Number.isNaN(moment.getTime())
          ? await this.signRelease.run(principal, sessionId, moment)
          : refuseFields({ releaseAt: 'isDate' });
    return this.#done(request, reply, principal, sessionId, result, { releaseAt });
  }

  @Post('failed/:failedId')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('failedId') failedId: string,
    @Body() body: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const field = `reason-${failedId}`;
    const typed = body[field];
    const reason = typeof typed === 'string' ? typed.slice(0, 1000) : '';
    const wish = { again: body['decision'] === 'again', reason };
    const result = await this.decideFailedJob.run(principal, sessionId, failedId, wish);
    const named = withFieldNames(result, { reason: field });
    return this.#done(request, reply, principal, sessionId, named, { failedId, failedReason: reason });
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sessionId: string,
    result: Result<unknown>,
    values: object,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/results`);
    const model = await this.#model(principal, sessionId);
    return this.pages.refused(request, reply, VIEW, { ...model, values }, result.refusal);
  }

  async #model(principal: Principal, sessionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const checks = await this.releaseChecks.of(tx, session);
    const [signed] = await rows<{ by: string; at: Date; isDue: boolean }>(
      tx,
      `SELECT concat_ws(', ', a.display_name, a.position) AS by, x.release_signed_at AS at,
         coalesce(x.release_at <= clock_timestamp(), false) AS "isDue"
       FROM exam_session x JOIN account a ON a.id = x.release_signed_by WHERE x.id = $1`,
      [sessionId],
    );
    return {
      session,
      competition,
      checks,
      signed,
      progress: await gradingProgress(tx, sessionId),
      failed: await failedSittings(tx, sessionId),
      stopped: checks.some(({ standing }) => standing === 'stop'),
      cautions: checks.filter(({ standing, isItsReason }) => standing === 'caution' && isItsReason !== true)
        .length,
      isOfficer:
        isUuid(sessionId) && hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, sessionId)),
      values: {},
    };
  }
}
