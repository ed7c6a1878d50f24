import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DecideFailedJob } from '../../grading/index.js';
import { withFieldNames } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  PageQueryDto,
  Pages,
  PLATFORM_SCOPE,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { failedJobPage } from './failed-jobs.controller.js';

const VIEW = 'desk/web/views/failed-jobs.njk';

/** The operator's page of jobs that failed for good: each is tried again or set aside, by name. */
@ApiExcludeController()
@Controller('admin/jobs')
export class FailedJobsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly decideFailedJob: DecideFailedJob,
  ) {}

  @Get()
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @Page()
  async list(@Req() request: OpenMeritRequest, @Query() query: PageQueryDto): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(query));
  }

  @Post(':failedId')
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('failedId') failedId: string,
    @Body() body: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const field = `reason-${failedId}`;
    const typed = body[field];
    const reason = typeof typed === 'string' ? typed.slice(0, 1000) : '';
    const again = body['decision'] === 'again';
    const result = await this.decideFailedJob.run(principal, null, failedId, { again, reason });
    if (result.ok) return seeOther(reply, '/admin/jobs');
    const named = withFieldNames(result, { reason: field });
    const model = { ...(await this.#model({})), values: { failedId, reason } };
    return this.pages.refused(request, reply, VIEW, model, named.ok ? result.refusal : named.refusal);
  }

  async #model(query: PageQueryDto): Promise<Record<string, unknown>> {
    return { ...(await failedJobPage(this.database, query)), cursor: query.cursor, values: {} };
  }
}
