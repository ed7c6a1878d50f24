import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DecideFailedJob, FailedJobDecisionDto, FailedJobStateDto } from '../../grading/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  failedJobs,
  orThrow,
  pageOf,
  PageQueryDto,
  PLATFORM_SCOPE,
  readCursor,
  type Principal,
} from '../../platform/index.js';
import { FailedJobPageDto } from './failed-jobs.dto.js';

/** Jobs of any queue that failed for good, for the operator. */
@ApiTags('operation')
@Controller('api/v1/failed-jobs')
export class FailedJobsController {
  constructor(
    private readonly database: Database,
    private readonly decideFailedJob: DecideFailedJob,
  ) {}

  @Get()
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @ApiOperation({ summary: 'What failed and is not done', description: 'Newest first. Ids alone.' })
  @ApiOkResponse({ type: FailedJobPageDto })
  async list(@Query() query: PageQueryDto): Promise<FailedJobPageDto> {
    return failedJobPage(this.database, query);
  }

  @Post(':failedId/decision')
  @HttpCode(200)
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @ApiOperation({ summary: 'Try again, or set aside with a reason', description: 'By your name.' })
  @ApiOkResponse({ type: FailedJobStateDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('failedId') failedId: string,
    @Body() { decision, reason }: FailedJobDecisionDto,
  ): Promise<FailedJobStateDto> {
    const wish = { again: decision === 'again', reason };
    return orThrow(await this.decideFailedJob.run(principal, null, failedId, wish));
  }
}

/** A page of what failed. Shared with the pages. */
export async function failedJobPage(database: Database, query: PageQueryDto): Promise<FailedJobPageDto> {
  const limit = query.limit ?? 50;
  const before = readCursor(query.cursor, 1, ([id]) => isUuid(id));
  const found = await failedJobs(database.tx, before ? String(before[0]) : null, limit + 1);
  const { items, nextCursor } = pageOf(found, limit, ({ id }) => [id]);
  return {
    items: items.map(({ scopeId: _scope, payload: _payload, retryAt: _retry, ...one }) => one),
    nextCursor,
  };
}
