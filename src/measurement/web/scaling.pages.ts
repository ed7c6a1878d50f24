import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById, isSat, stagesOf } from '../../competition/index.js';
import { releasedPoints } from '../../grading/index.js';
import { isUuid, refuseFields } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { ENOUGH_TO_EQUATE, FEWEST_TO_EQUATE, SCALING_METHODS } from '../domain/scaling.js';
import {
  areStageResultsOut,
  comparedSessions,
  isBaseLost,
  scalingOf,
  scalingsOf,
} from '../store/scaling-store.js';
import { ChooseScaling } from '../use-cases/choose-scaling.js';
import { scalingPlot } from './scaling-plots.js';

const VIEW = 'measurement/web/views/scaling.njk';

/** How the sessions of an exam are put on one scale: the choice by name, then what it does to each session's points. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/scaling')
export class ScalingPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly chooseScaling: ChooseScaling,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'hr-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Query('stage') stage: unknown,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, competitionId, stage));
  }

  @Post()
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async choose(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const text = (name: string): string => (typeof body[name] === 'string' ? body[name].trim() : '');
    const method = SCALING_METHODS.find((one) => one === text('method'));
    const [stageId, base] = [text('stageId'), text('baseSessionId')];
    const model = await this.#model(principal, competitionId, stageId);
    const result = method
      ? await this.chooseScaling.run(principal, competitionId, {
          method,
          reason: text('reason').slice(0, 500),
          ...(isUuid(stageId) && { stageId }),
          ...(isUuid(base) && { baseSessionId: base }),
        })
      : refuseFields({ method: 'isIn' });
    if (result.ok)
      return seeOther(
        reply,
        `/manage/competitions/${competitionId}/scaling${isUuid(stageId) ? `?stage=${stageId}` : ''}`,
      );
    const values = { method: text('method'), baseSessionId: base, reason: text('reason') };
    return this.pages.refused(request, reply, VIEW, { ...model, values }, result.refusal);
  }

  async #model(
    principal: Principal,
    competitionId: string,
    asked: unknown,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
    if (!competition)
      throw new RefusalError({
        code: 'MEASUREMENT.NO_COMPETITION',
        kind: 'not-found',
        detail: 'There is no such competition.',
      });
    const stages = (await stagesOf(tx, competitionId)).filter(({ kind }) => isSat(kind));
    const stage = stages.find(({ id }) => id === asked) ?? stages[0];
    const sessions = await comparedSessions(tx, competitionId, stage?.id ?? null);
    const holds = await scalingOf(tx, competitionId, stage?.id ?? null);
    const points = new Map<string, number[]>();
    for (const { id } of sessions) points.set(id, await releasedPoints(tx, id));
    const base = holds?.baseSessionId == null ? [] : (points.get(holds.baseSessionId) ?? []);
    const method = holds?.method;
    return {
      competition,
      stages,
      stage,
      sessions: sessions.map((session) => {
        const all = points.get(session.id) ?? [];
        const canPlot =
          all.length > 0 && (method === 'percentile' || (method === 'equipercentile' && base.length > 0));
        const smallest = method === 'equipercentile' ? Math.min(all.length, base.length) : all.length;
        return {
          ...session,
          isBase: session.id === holds?.baseSessionId,
          sat: all.length,
          few: smallest < FEWEST_TO_EQUATE ? 'far' : smallest < ENOUGH_TO_EQUATE ? 'some' : null,
          plot: canPlot ? scalingPlot(method, all, base) : undefined,
        };
      }),
      holds,
      base: sessions.find(({ id }) => id === holds?.baseSessionId),
      all: await scalingsOf(tx, competitionId),
      methods: SCALING_METHODS,
      isOut: await areStageResultsOut(tx, competitionId),
      isBaseLost: await isBaseLost(tx, competitionId, stage?.id ?? null),
      isOfficer: hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, competitionId)),
      enough: ENOUGH_TO_EQUATE,
      fewest: FEWEST_TO_EQUATE,
    };
  }
}
