import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
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
import { lateGroupsOf, lateGroupsOfSitting } from '../store/late-store.js';
import { sittingById } from '../store/sitting-store.js';
import { RuleOnLate } from '../use-cases/rule-on-late.js';
import { lateEvidence } from '../use-cases/weigh-late.js';
import { LateEvidenceDto, LateGroupListDto, LateRuledDto, RuleOnLateDto } from './dto/late.dto.js';

/** What came late: for the officer who rules on it, and for the candidate whose it is. */
@ApiTags('sitting')
@Controller('api/v1')
export class LateController {
  constructor(
    private readonly database: Database,
    private readonly ruleOnLate: RuleOnLate,
  ) {}

  @Get('sessions/:sessionId/late')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'What came late in a session',
    description: 'By sitting, device and ruling; what waits for a ruling first. No answers.',
  })
  @ApiOkResponse({ type: LateGroupListDto })
  async list(@Param('sessionId') sessionId: string): Promise<LateGroupListDto> {
    return { items: await lateGroupsOf(this.database.tx, sessionId) };
  }

  @Get('sessions/:sessionId/late/:sittingId/:lease')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'The evidence for a ruling', description: 'What waits, under one device.' })
  @ApiOkResponse({ type: LateEvidenceDto })
  async evidence(
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Param('lease') lease: string,
  ): Promise<LateEvidenceDto> {
    const found = await lateEvidence(this.database.tx, sessionId, sittingId, lease);
    if (!found) throw noLate();
    const { evidence, events, run, changes, claimedInTime } = found;
    return {
      events: events.length,
      headSeq: evidence.headSeq,
      continues: run.continues.length,
      loose: run.loose,
      forked: run.forked,
      claimedInTime,
      changes,
      issuedAt: evidence.issuedAt,
      revokedAt: evidence.revokedAt,
      lastAcknowledgedAt: evidence.lastAcknowledgedAt,
      deadlineAt: evidence.deadlineAt,
      closedAt: evidence.closedAt,
    };
  }

  @Post('sessions/:sessionId/late-rulings')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Decide whether what came late counts, by your name',
    description: 'Once the sitting is over, and before the results are out. Admitting brings a new receipt.',
  })
  @ApiOkResponse({ type: LateRuledDto })
  async rule(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: RuleOnLateDto,
  ): Promise<LateRuledDto> {
    return orThrow(await this.ruleOnLate.run(principal, sessionId, body));
  }

  @Get('sittings/:sittingId/late')
  @Access.candidate()
  @ApiOperation({ summary: 'What of yours came late, and what was decided' })
  @ApiOkResponse({ type: LateGroupListDto })
  async own(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<LateGroupListDto> {
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    if (!sitting || sitting.personId !== principal.personId) {
      throw new RefusalError({
        code: 'SITTING.NOT_FOUND',
        kind: 'not-found',
        detail: 'There is no such sitting of yours.',
      });
    }
    return { items: await lateGroupsOfSitting(this.database.tx, sittingId) };
  }
}

const noLate = () =>
  new RefusalError({
    code: 'SITTING.NO_LATE',
    kind: 'not-found',
    detail: 'Nothing that came late waits here.',
  });
