import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { DEFAULT_PLAN, type WatchPlan } from '../domain/watch-plan.js';
import { SetWatchPlan } from '../use-cases/set-watch-plan.js';
import { WatchPlanFormDto } from './dto/watch-plan.dto.js';
import { watchPlanView } from './watch-plan.controller.js';

const VIEW = 'proctoring/web/views/watch-plan.njk';

/** What is watched in a session: as it holds, as it was, and the officer's act. */
@ApiExcludeController()
@Controller('sessions/:sessionId/watch-plan')
export class WatchPlanPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly setWatchPlan: SetWatchPlan,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'proctor', 'auditor'], 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const model = await this.#model(principal, sessionId);
    return this.pages.html(request, VIEW, { ...model, values: typedOf(model.current ?? null) });
  }

  @Post()
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async change(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: WatchPlanFormDto,
  ): Promise<string> {
    const model = await this.#model(principal, sessionId);
    const { reason } = body;
    const changed = await this.setWatchPlan.run(principal, sessionId, { plan: planOf(body), reason });
    if (changed.ok) return seeOther(reply, `/sessions/${sessionId}/watch-plan`);
    return this.pages.refused(request, reply, VIEW, { ...model, values: body }, changed.refusal);
  }

  async #model(principal: Principal, sessionId: string) {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const { version, versions, warning } = await watchPlanView(tx, sessionId);
    return {
      session,
      competition,
      versions,
      warning,
      current: versions.find((one) => one.version === version),
      isOfficer: hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, sessionId)),
      canChange: session.state === 'scheduled' || session.state === 'open',
    };
  }
}

/** Whole numbers alone: "1e2" or "0x10" is none. */
const figure = (typed: string | undefined): number =>
  /^\d{1,6}$/.test(typed?.trim() ?? '') ? Number(typed) : NaN;

function planOf(body: WatchPlanFormDto): WatchPlan | null {
  if (body.watched !== 'yes') return null;
  const camera = body.camera ?? 'none';
  return {
    camera,
    // The field stays there where no camera is used: what stands in it means nothing then.
    snapshotsAnHour: camera === 'none' ? 0 : figure(body.snapshotsAnHour),
    fullScreen: body.fullScreen === 'yes',
    keepSnapshotDays:
      camera === 'none' && (body.keepSnapshotDays ?? '').trim() === ''
        ? DEFAULT_PLAN.keepSnapshotDays
        : figure(body.keepSnapshotDays),
    keepSignalDays: figure(body.keepSignalDays),
  };
}

/** What the form shows of a plan; where there is none, what an officer begins with. */
function typedOf(current: WatchPlan | null): WatchPlanFormDto {
  const plan = current ?? DEFAULT_PLAN;
  return {
    watched: current ? 'yes' : 'no',
    camera: plan.camera,
    snapshotsAnHour: plan.camera === 'none' ? '' : String(plan.snapshotsAnHour),
    fullScreen: plan.fullScreen ? 'yes' : 'no',
    keepSnapshotDays: String(plan.keepSnapshotDays),
    keepSignalDays: String(plan.keepSignalDays),
  };
}
