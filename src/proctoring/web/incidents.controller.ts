import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  PageQueryDto,
  type Principal,
} from '../../platform/index.js';
import { AddEvidence } from '../use-cases/add-evidence.js';
import { AnswerIncident } from '../use-cases/answer-incident.js';
import { DecideIncident, mayRule } from '../use-cases/decide-incident.js';
import { knownIncident } from '../use-cases/known-incident.js';
import { OpenIncident } from '../use-cases/open-incident.js';
import {
  AddedEvidenceDto,
  IncidentPageDto,
  IncidentStateDto,
  OpenedIncidentDto,
  StaffIncidentDto,
} from './dto/incident.dto.js';
import { incidentPage } from './incident-page.js';
import {
  DecideIncidentDto,
  EvidenceWishDto,
  IncidentAnswerWishDto,
  OpenIncidentDto,
  ReviewIncidentDto,
} from './dto/incident-wish.dto.js';
import { shownIncident } from '../use-cases/shown-incident.js';

/** Who opens incidents, and adds to them. */
export const OPENS_INCIDENTS = ['proctor', 'exam-officer'];
/** Who decides on them, and reviews. */
export const RULES_ON_INCIDENTS = ['exam-officer', 'appeal-officer'];
export const READS_INCIDENTS = ['proctor', 'exam-officer', 'appeal-officer', 'auditor'];

/** Incidents of a session, for officials. */
@ApiTags('proctoring')
@Controller('api/v1/sessions/:sessionId')
export class IncidentsController {
  constructor(
    private readonly database: Database,
    private readonly openIncident: OpenIncident,
    private readonly addEvidence: AddEvidence,
    private readonly answerIncident: AnswerIncident,
    private readonly decideIncident: DecideIncident,
  ) {}

  @Get('incidents')
  @Access.role(READS_INCIDENTS, 'sessionId')
  @ApiOperation({ summary: 'Incidents of a session', description: 'Those that wait for an official first.' })
  @ApiOkResponse({ type: IncidentPageDto })
  async list(@Param('sessionId') sessionId: string, @Query() query: PageQueryDto): Promise<IncidentPageDto> {
    const { items, nextCursor } = await incidentPage(this.database.tx, sessionId, query);
    return { items: items.map(shownIncident), nextCursor };
  }

  @Post('sittings/:sittingId/incidents')
  @Access.role(OPENS_INCIDENTS, 'sessionId')
  @ApiOperation({
    summary: 'Open an incident about a sitting, by your name',
    description: 'Its candidate is told and can answer. Its result is held until the incident is settled.',
  })
  @ApiCreatedResponse({ type: OpenedIncidentDto })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() body: OpenIncidentDto,
  ): Promise<OpenedIncidentDto> {
    return orThrow(await this.openIncident.run(principal, sessionId, sittingId, body));
  }

  @Get('incidents/:incidentId')
  @Access.role(READS_INCIDENTS, 'sessionId')
  @ApiOperation({ summary: 'One incident with its evidence, answer, decision and review' })
  @ApiOkResponse({ type: StaffIncidentDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
  ): Promise<StaffIncidentDto> {
    const { tx } = this.database;
    const incident = await knownIncident(tx, sessionId, incidentId);
    return { ...shownIncident(incident), mayRule: await mayRule(tx, principal, incident) };
  }

  @Post('incidents/:incidentId/evidence')
  @HttpCode(200)
  @Access.role(OPENS_INCIDENTS, 'sessionId')
  @ApiOperation({
    summary: 'Add evidence, by your name',
    description: 'Until its candidate has answered. Whoever adds any is a witness, and does not decide.',
  })
  @ApiOkResponse({ type: AddedEvidenceDto })
  async evidence(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: EvidenceWishDto,
  ): Promise<AddedEvidenceDto> {
    return orThrow(await this.addEvidence.run(principal, sessionId, incidentId, body));
  }

  @Post('incidents/:incidentId/dictation')
  @HttpCode(200)
  @Access.role(OPENS_INCIDENTS, 'sessionId')
  @ApiOperation({
    summary: 'Take down the candidate’s answer as they say it, by your name',
    description: 'Whoever takes it down does not decide.',
  })
  @ApiOkResponse({ type: IncidentStateDto })
  async dictation(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: IncidentAnswerWishDto,
  ): Promise<IncidentStateDto> {
    return orThrow(await this.answerIncident.dictated(principal, sessionId, incidentId, body.answer));
  }

  @Post('incidents/:incidentId/decision')
  @HttpCode(200)
  @Access.role(RULES_ON_INCIDENTS, 'sessionId')
  @ApiOperation({
    summary: 'Decide an incident, by your name',
    description:
      'Refused to whoever took part. What was decided is carried out when it is final: accepted, not contested in time, or upheld.',
  })
  @ApiOkResponse({ type: IncidentStateDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: DecideIncidentDto,
  ): Promise<IncidentStateDto> {
    return orThrow(await this.decideIncident.run(principal, sessionId, incidentId, body));
  }

  @Post('incidents/:incidentId/review')
  @HttpCode(200)
  @Access.role(RULES_ON_INCIDENTS, 'sessionId')
  @ApiOperation({
    summary: 'Review a decision that was contested, by your name',
    description: 'Refused to whoever took part or decided.',
  })
  @ApiOkResponse({ type: IncidentStateDto })
  async review(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: ReviewIncidentDto,
  ): Promise<IncidentStateDto> {
    return orThrow(await this.decideIncident.review(principal, sessionId, incidentId, body));
  }
}
