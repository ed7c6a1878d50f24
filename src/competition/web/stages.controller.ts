import { Body, Controller, Get, Param, Put } from '@nestjs/common';
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
import type { PlannedStage } from '../domain/stage-plan.js';
import type { StageRule } from '../domain/stage.js';
import { competitionById } from '../store/competition-store.js';
import { stagesOf, tieRuleOf } from '../store/stage-store.js';
import { SetStages } from '../use-cases/set-stages.js';
import { StageCountDto, StageListDto, StagePlanDto, type PlannedStageDto } from './dto/stage.dto.js';

/** What candidates of a competition go through: public to read, set by HR officers until it is announced. */
@ApiTags('competition')
@Controller('api/v1/competitions/:competitionId/stages')
export class StagesController {
  constructor(
    private readonly database: Database,
    private readonly setStages: SetStages,
  ) {}

  @Get()
  @Access.anyone()
  @ApiOperation({ summary: 'Stages of a competition', description: 'In their order. Drafts are not public.' })
  @ApiOkResponse({ type: StageListDto })
  async list(@Param('competitionId') competitionId: string): Promise<StageListDto> {
    const { tx } = this.database;
    const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
    if (!competition || competition.state === 'draft') {
      throw new RefusalError({
        code: 'COMPETITION.NOT_FOUND',
        kind: 'not-found',
        detail: 'There is no such competition.',
      });
    }
    const stages = await stagesOf(tx, competitionId);
    return {
      items: stages.map(({ competitionId: _of, ...stage }) => stage as StageListDto['items'][number]),
      ...(await tieRuleOf(tx, competitionId)),
    };
  }

  @Put()
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Set the stages of a drafted competition',
    description: 'All of them at once, in their order, with how equals are parted. Not once it is announced.',
  })
  @ApiOkResponse({ type: StageCountDto })
  async set(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: StagePlanDto,
  ): Promise<StageCountDto> {
    const plan = { ...body, stages: body.stages.map(planned) };
    return orThrow(await this.setStages.run(principal, competitionId, plan));
  }
}

const planned = ({ rule, programmeId, ...stage }: PlannedStageDto): PlannedStage => ({
  ...stage,
  rule: ruleOf(rule),
  programmeId: programmeId ?? null,
});

/** A rule with what belongs to its kind and nothing else. */
function ruleOf({ kind, points, count, least, stages }: PlannedStageDto['rule']): StageRule {
  switch (kind) {
    case 'cut-score':
      return { kind, points: points ?? 0 };
    case 'best':
      return { kind, count: count ?? 0 };
    case 'weighted':
      return {
        kind,
        least: least ?? 0,
        stages: (stages ?? []).map(({ code, weight }) => ({ code, weight })),
      };
    default:
      return { kind };
  }
}
