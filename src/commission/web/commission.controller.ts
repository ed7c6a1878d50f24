import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
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
import { TWO_THIRDS } from '../domain/quorum.js';
import { guideOf } from '../store/guide-store.js';
import { ChangeGuide } from '../use-cases/change-guide.js';
import { ChangeMembers } from '../use-cases/change-members.js';
import { findCommission } from '../use-cases/in-commission.js';
import { OpenCommission } from '../use-cases/open-commission.js';
import { PlanSlot } from '../use-cases/plan-slot.js';
import { SetUpCommission } from '../use-cases/set-up-commission.js';
import { progressOf } from './commission-view.js';
import {
  CommissionCandidatesDto,
  CommissionDto,
  CommissionIdDto,
  CommissionVersionDto,
  InterviewGuideDto,
  SlotPlannedDto,
} from './dto/commission.dto.js';
import {
  CommissionMembersWishDto,
  CommissionWishDto,
  GuideCompetencyDto,
  InterviewGuideWishDto,
  InterviewSlotWishDto,
} from './dto/commission-wish.dto.js';

/** Where somebody neither wished for another gap: three levels. */
export const USUAL_GAP = 3;
export const COMMISSION_READERS = ['hr-officer', 'commission-member', 'auditor'];
const HR = ['hr-officer'];

/** @throws RefusalError for what is no id. */
export const knownId = (id: string): string => {
  if (isUuid(id)) return id;
  throw new RefusalError({
    code: 'COMMISSION.NO_CANDIDATE',
    kind: 'not-found',
    detail: 'The commission sees no such candidate.',
  });
};

/** Commissions as HR runs them: who sits, the guide, the opening, times. */
@ApiTags('commission')
@Controller('api/v1/competitions/:competitionId/stages/:stageId/commission')
export class CommissionController {
  constructor(
    private readonly database: Database,
    private readonly setUpCommission: SetUpCommission,
    private readonly changeGuide: ChangeGuide,
    private readonly openCommission: OpenCommission,
    private readonly changeMembers: ChangeMembers,
    private readonly planSlot: PlanSlot,
  ) {}

  @Get()
  @Access.role(COMMISSION_READERS, 'competitionId')
  @ApiOperation({ summary: 'The commission of a stage', description: 'Who sits, its rules, how far it is.' })
  @ApiOkResponse({ type: CommissionDto })
  async show(
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<CommissionDto> {
    const at = orThrow(await findCommission(this.database.tx, { competitionId, stageId }));
    const { commission } = at;
    return {
      state: commission.state,
      version: commission.version,
      quorum: commission.quorum,
      largestGap: commission.largestGap,
      guidePinned: commission.guideVersion !== null,
      openedAt: commission.openedAt,
      concludedAt: commission.concludedAt,
      members: [...commission.members],
      progress: await progressOf(this.database.tx, at),
    };
  }

  @Put()
  @Access.role(HR, 'competitionId')
  @ApiOperation({ summary: 'Set a commission up', description: 'By your name; until it is opened.' })
  @ApiOkResponse({ type: CommissionIdDto })
  async setUp(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: CommissionWishDto,
  ): Promise<CommissionIdDto> {
    const wish = {
      members: body.members,
      quorum: body.quorum ?? TWO_THIRDS,
      largestGap: body.largestGap ?? USUAL_GAP,
      guide: body.guide,
    };
    return orThrow(await this.setUpCommission.run(principal, { competitionId, stageId }, wish));
  }

  @Get('guide')
  @Access.role(COMMISSION_READERS, 'competitionId')
  @ApiOperation({ summary: 'The interview guide', description: 'Pinned once the commission is opened.' })
  @ApiOkResponse({ type: InterviewGuideDto })
  async guide(
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<InterviewGuideDto> {
    const { commission } = orThrow(await findCommission(this.database.tx, { competitionId, stageId }));
    const { version, hash, guide } = await guideOf(this.database.tx, commission);
    return {
      version,
      hash,
      pinned: commission.guideVersion !== null,
      code: guide.code,
      title: guide.title,
      about: guide.about,
      competencies: guide.competencies as unknown as GuideCompetencyDto[],
    };
  }

  @Put('guide')
  @Access.role(HR, 'competitionId')
  @ApiOperation({ summary: 'Another version of the guide', description: 'Until the commission is opened.' })
  @ApiOkResponse({ type: CommissionVersionDto })
  async edit(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: InterviewGuideWishDto,
  ): Promise<CommissionVersionDto> {
    const { version, title, about, competencies } = body;
    const plain = JSON.parse(JSON.stringify({ title, about, competencies })) as typeof body;
    return orThrow(await this.changeGuide.run(principal, { competitionId, stageId }, version, plain));
  }

  @Post('opening')
  @HttpCode(200)
  @Access.role(HR, 'competitionId')
  @ApiOperation({
    summary: 'Open a commission',
    description:
      'Who sits becomes a public fact, the guide is pinned, each candidate of the stage gets a number.',
  })
  @ApiOkResponse({ type: CommissionCandidatesDto })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<CommissionCandidatesDto> {
    return orThrow(await this.openCommission.run(principal, { competitionId, stageId }));
  }

  @Post('candidates')
  @HttpCode(200)
  @Access.role(HR, 'competitionId')
  @ApiOperation({ summary: 'Take in those who came into the stage after the opening' })
  @ApiOkResponse({ type: CommissionCandidatesDto })
  async takeIn(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<CommissionCandidatesDto> {
    return orThrow(await this.openCommission.takeInOthers(principal, { competitionId, stageId }));
  }

  @Post('members')
  @HttpCode(200)
  @Access.role(HR, 'competitionId')
  @ApiOperation({
    summary: 'Another composition while it sits',
    description: 'A public fact with its reason. What was scored stays.',
  })
  @ApiOkResponse({ type: CommissionVersionDto })
  async members(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: CommissionMembersWishDto,
  ): Promise<CommissionVersionDto> {
    const { members, reason } = body;
    return orThrow(await this.changeMembers.run(principal, { competitionId, stageId }, members, reason));
  }

  @Put('slots/:applicationId')
  @Access.role(HR, 'competitionId')
  @ApiOperation({ summary: 'When and where a candidate is heard', description: 'A change is on record.' })
  @ApiOkResponse({ type: SlotPlannedDto })
  async plan(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: InterviewSlotWishDto,
  ): Promise<SlotPlannedDto> {
    const wish = { ...body, reason: body.reason ?? '' };
    return orThrow(
      await this.planSlot.run(principal, { competitionId, stageId }, knownId(applicationId), wish),
    );
  }
}
