import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { holdingIncident } from '../../proctoring/index.js';
import { knownSession } from '../../session/index.js';
import { failedSittings } from '../store/failed-sittings.js';
import { gradingProgress } from '../store/grade-store.js';
import { DecideFailedJob } from '../use-cases/decide-failed-job.js';
import { ownSitting, resultOf } from '../use-cases/own-result.js';
import { ReleaseChecks } from '../use-cases/release-checks.js';
import { ReleaseResults } from '../use-cases/release-results.js';
import { SignRelease } from '../use-cases/sign-release.js';
import {
  FailedJobDecisionDto,
  FailedJobStateDto,
  ReleaseCheckListDto,
  ReleaseDto,
  ReleaseTimeDto,
  UngradableListDto,
} from './dto/release.dto.js';
import { GradingProgressDto, ReleasedDto, ResultDto } from './dto/result.dto.js';

/** Progress and release for exam officers; a candidate's own result once it is released. */
@ApiTags('grading')
@Controller('api/v1')
export class GradingController {
  constructor(
    private readonly database: Database,
    private readonly releaseResults: ReleaseResults,
    private readonly releaseChecks: ReleaseChecks,
    private readonly signRelease: SignRelease,
    private readonly decideFailedJob: DecideFailedJob,
  ) {}

  @Get('sessions/:sessionId/grading')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'How far grading is' })
  @ApiOkResponse({ type: GradingProgressDto })
  async progress(@Param('sessionId') sessionId: string): Promise<GradingProgressDto> {
    return gradingProgress(this.database.tx, sessionId);
  }

  @Get('sessions/:sessionId/ungradable')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'Sittings that could not be graded',
    description: 'By candidate number, with what was decided about each. No answers.',
  })
  @ApiOkResponse({ type: UngradableListDto })
  async ungradable(@Param('sessionId') sessionId: string): Promise<UngradableListDto> {
    const failed = await failedSittings(this.database.tx, sessionId);
    return {
      items: failed.map(
        ({ id, candidateNumber, state, errorName, code, attempts, lastAt, official, reason }) => ({
          id,
          candidateNumber,
          state,
          errorName,
          code,
          attempts,
          lastAt,
          official,
          reason,
        }),
      ),
    };
  }

  @Post('sessions/:sessionId/ungradable/:failedId/decision')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Try again, or set aside with a reason',
    description: 'By your name. What is set aside has no result, and releasing the others needs your reason.',
  })
  @ApiOkResponse({ type: FailedJobStateDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('failedId') failedId: string,
    @Body() { decision, reason }: FailedJobDecisionDto,
  ): Promise<FailedJobStateDto> {
    const wish = { again: decision === 'again', reason };
    return orThrow(await this.decideFailedJob.run(principal, sessionId, failedId, wish));
  }

  @Get('sessions/:sessionId/release-checks')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'What is looked at before the results are released' })
  @ApiOkResponse({ type: ReleaseCheckListDto })
  async checks(@Param('sessionId') sessionId: string): Promise<ReleaseCheckListDto> {
    const session = await knownSession(this.database.tx, sessionId);
    const checks = await this.releaseChecks.of(this.database.tx, session);
    return { items: checks.map(({ code, standing, detail }) => ({ code, standing, detail })) };
  }

  @Put('sessions/:sessionId/release-time')
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Sign beforehand that the results come out at a set time',
    description: 'By your name, for all candidates at once; or take the signature back.',
  })
  @ApiOkResponse({ type: ReleaseTimeDto })
  async time(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ReleaseTimeDto,
  ): Promise<ReleaseTimeDto> {
    return orThrow(await this.signRelease.run(principal, sessionId, body.releaseAt));
  }

  @Post('sessions/:sessionId/release')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Release the results, by your name',
    description: 'Once the session is over and every sitting is graded; publishes the result list.',
  })
  @ApiOkResponse({ type: ReleasedDto })
  async release(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ReleaseDto,
  ): Promise<ReleasedDto> {
    const { results } = orThrow(await this.releaseResults.run(principal, sessionId, body.reason));
    return { results };
  }

  @Get('sittings/:sittingId/result')
  @Access.candidate()
  @ApiOperation({
    summary: 'Your result',
    description: '404 until a named officer has released it; 409 while an incident holds it.',
  })
  @ApiOkResponse({ type: ResultDto })
  async result(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<ResultDto> {
    const own = await ownSitting(this.database.tx, principal.personId, sittingId);
    const result = own && (await resultOf(this.database.tx, own));
    if (!result) {
      const incidentId = own && (await holdingIncident(this.database.tx, sittingId));
      if (incidentId !== undefined)
        throw new RefusalError({
          code: 'GRADING.HELD',
          kind: 'conflict',
          detail: 'Your result is held because an incident is open.',
          data: { incidentId },
        });
      throw new RefusalError({
        code: 'GRADING.NO_RESULT',
        kind: 'not-found',
        detail: 'There is no released result of yours here.',
      });
    }
    const { grade, maximum, error, topics, pass } = result;
    const { candidateNumber, points, byPart, passed } = grade;
    return {
      candidateNumber,
      points,
      maximum,
      standardError: error,
      byPart,
      byCompetency: topics.map(({ title: _title, ...topic }) => topic),
      rule: { overall: pass.overall, eachPart: pass.eachPart },
      passed,
    };
  }
}
