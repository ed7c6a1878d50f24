import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { AssignMarkers } from '../use-cases/assign-markers.js';
import { SetMarkingRule } from '../use-cases/set-marking-rule.js';
import { AgreementDto, MarkerWishDto, MarkingRuleDto, SessionMarkingDto } from './dto/marking.dto.js';
import { refuseMarkers } from './refuse-markers.js';
import { sessionAgreement, sessionMarking } from './session-marking.js';

/** For the officers who run a session: who marks, how far marking is, and how far the markers agree. */
@ApiTags('marking')
@Controller('api/v1/sessions/:sessionId/marking')
export class MarkingController {
  constructor(
    private readonly database: Database,
    private readonly assignMarkers: AssignMarkers,
    private readonly setMarkingRule: SetMarkingRule,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'How marking stands',
    description: 'Progress, markers, texts that wait for a third.',
  })
  @ApiOkResponse({ type: SessionMarkingDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<SessionMarkingDto> {
    await refuseMarkers(this.database.tx, principal, sessionId);
    return sessionMarking(this.database.tx, sessionId);
  }

  @Get('agreement')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'How far the markers agree',
    description:
      'Kappa weighted by squares over the first two marks of each text, and each marker’s severity.',
  })
  @ApiOkResponse({ type: AgreementDto })
  async agreement(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<AgreementDto> {
    await refuseMarkers(this.database.tx, principal, sessionId);
    return sessionAgreement(this.database.tx, sessionId);
  }

  @Put('rule')
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Set by how much two marks may differ',
    description: 'Beyond it a third marker decides. Before the first mark.',
  })
  @ApiOkResponse({ type: MarkingRuleDto })
  async rule(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: MarkingRuleDto,
  ): Promise<MarkingRuleDto> {
    return orThrow(await this.setMarkingRule.run(principal, sessionId, body.tolerance));
  }

  @Post('markers')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Let somebody mark in this session',
    description: 'Who holds the role of a marker for it.',
  })
  @ApiOkResponse({ type: MarkerWishDto })
  async add(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: MarkerWishDto,
  ): Promise<MarkerWishDto> {
    return orThrow(await this.assignMarkers.add(principal, sessionId, body.accountId));
  }

  @Post('markers/:accountId/removal')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({ summary: 'Somebody marks here no more', description: 'Their marks stay.' })
  @ApiOkResponse({ type: MarkerWishDto })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('accountId') accountId: string,
  ): Promise<MarkerWishDto> {
    return orThrow(
      await this.assignMarkers.remove(principal, sessionId, isUuid(accountId) ? accountId : sessionId),
    );
  }
}
