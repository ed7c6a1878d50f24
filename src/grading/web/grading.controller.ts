import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { sittingById } from '../../sitting/index.js';
import { gradingProgress, releasedGrade } from '../store/grade-store.js';
import { ReleaseResults } from '../use-cases/release-results.js';
import { GradingProgressDto, ReleasedDto, ResultDto } from './dto/result.dto.js';

/** Progress and release for exam officers; a candidate's own result once it is released. */
@ApiTags('grading')
@Controller('api/v1')
export class GradingController {
  constructor(
    private readonly database: Database,
    private readonly releaseResults: ReleaseResults,
  ) {}

  @Get('sessions/:sessionId/grading')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'How far grading is' })
  @ApiOkResponse({ type: GradingProgressDto })
  async progress(@Param('sessionId') sessionId: string): Promise<GradingProgressDto> {
    return gradingProgress(this.database.tx, sessionId);
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
  ): Promise<ReleasedDto> {
    return orThrow(await this.releaseResults.run(principal, sessionId));
  }

  @Get('sittings/:sittingId/result')
  @Access.candidate()
  @ApiOperation({ summary: 'Your result', description: '404 until a named officer has released it.' })
  @ApiOkResponse({ type: ResultDto })
  async result(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<ResultDto> {
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    const grade =
      sitting && sitting.personId === principal.personId
        ? await releasedGrade(this.database.tx, sittingId)
        : undefined;
    if (!grade) {
      throw new RefusalError({
        code: 'GRADING.NO_RESULT',
        kind: 'not-found',
        detail: 'There is no released result of yours here.',
      });
    }
    const { candidateNumber, points, byPart, passed } = grade;
    return { candidateNumber, points, byPart, passed };
  }
}
