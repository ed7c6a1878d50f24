import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import { knownSession } from '../../session/index.js';
import { DEFAULT_PLAN, type WatchPlan } from '../domain/watch-plan.js';
import { watchVersionsOf } from '../store/watch-plan-store.js';
import { SetWatchPlan } from '../use-cases/set-watch-plan.js';
import { WatchPlanDto, WatchPlanWishDto } from './dto/watch-plan.dto.js';

/** What is watched in a session, and every version of it that somebody may have agreed to. */
export async function watchPlanView(tx: Tx, sessionId: string): Promise<WatchPlanDto> {
  const { id, watchVersion, needsExamBrowser } = await knownSession(tx, sessionId);
  const versions = await watchVersionsOf(tx, id);
  const current = versions.find(({ version }) => version === watchVersion);
  const hasCamera = current !== undefined && current.plan.camera !== 'none';
  return {
    version: watchVersion,
    warning: needsExamBrowser && hasCamera ? 'SITTING.BROWSER_CAMERA' : null,
    versions: versions.map(({ plan, ...version }) => ({ ...version, ...plan })),
  };
}

@ApiTags('proctoring')
@Controller('api/v1/sessions/:sessionId/watch-plan')
export class WatchPlanController {
  constructor(
    private readonly database: Database,
    private readonly setWatchPlan: SetWatchPlan,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'proctor', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'What is watched in a session, and how long it is kept' })
  @ApiOkResponse({ type: WatchPlanDto })
  show(@Param('sessionId') sessionId: string): Promise<WatchPlanDto> {
    return watchPlanView(this.database.tx, sessionId);
  }

  @Put()
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Say what is watched',
    description:
      'By your name, until the session is closed; with a reason while it is open. Whoever begins later agrees anew; who sits already goes on under what they agreed to.',
  })
  @ApiOkResponse({ type: WatchPlanDto })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: WatchPlanWishDto,
  ): Promise<WatchPlanDto> {
    await knownSession(this.database.tx, sessionId);
    const plan = body.watched ? planOf(body) : null;
    orThrow(await this.setWatchPlan.run(principal, sessionId, { plan, reason: body.reason }));
    return watchPlanView(this.database.tx, sessionId);
  }
}

const planOf = (body: WatchPlanWishDto): WatchPlan => ({
  camera: body.camera ?? DEFAULT_PLAN.camera,
  snapshotsAnHour: body.snapshotsAnHour ?? DEFAULT_PLAN.snapshotsAnHour,
  fullScreen: body.fullScreen ?? DEFAULT_PLAN.fullScreen,
  keepSnapshotDays: body.keepSnapshotDays ?? DEFAULT_PLAN.keepSnapshotDays,
  keepSignalDays: body.keepSignalDays ?? DEFAULT_PLAN.keepSignalDays,
});
