import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { incidentsAbout } from '../store/incident-store.js';
import { AnswerIncident } from '../use-cases/answer-incident.js';
import { ContestIncident } from '../use-cases/contest-incident.js';
import { ownIncident } from '../use-cases/known-incident.js';
import { IncidentDto, IncidentListDto, IncidentStateDto } from './dto/incident.dto.js';
import { IncidentAnswerWishDto, IncidentReasonDto } from './dto/incident-wish.dto.js';
import { shownIncident } from '../use-cases/shown-incident.js';

/** Incidents of a candidate's own sitting: all that is kept about them, their answer, and what they can do next. */
@ApiTags('proctoring')
@Controller('api/v1/sittings/:sittingId/incidents')
export class OwnIncidentsController {
  constructor(
    private readonly database: Database,
    private readonly answerIncident: AnswerIncident,
    private readonly contestIncident: ContestIncident,
  ) {}

  @Get()
  @Access.candidate()
  @ApiOperation({ summary: 'Incidents of your sitting', description: 'The newest first.' })
  @ApiOkResponse({ type: IncidentListDto })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<IncidentListDto> {
    const found = isUuid(sittingId)
      ? await incidentsAbout(this.database.tx, principal.personId ?? '', sittingId)
      : [];
    return { items: found.map(shownIncident) };
  }

  @Get(':incidentId')
  @Access.candidate()
  @ApiOperation({ summary: 'One of them, with everything that it rests on' })
  @ApiOkResponse({ type: IncidentDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
  ): Promise<IncidentDto> {
    return shownIncident(await ownIncident(this.database.tx, principal, sittingId, incidentId));
  }

  @Post(':incidentId/answer')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Answer in your own words, once',
    description: 'In time nobody decides before you have; afterwards you are heard until somebody has.',
  })
  @ApiOkResponse({ type: IncidentStateDto })
  async answer(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: IncidentAnswerWishDto,
  ): Promise<IncidentStateDto> {
    return orThrow(await this.answerIncident.run(principal, sittingId, incidentId, body.answer));
  }

  @Post(':incidentId/contest')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({ summary: 'Contest what was found, once', description: 'A third person reviews it.' })
  @ApiOkResponse({ type: IncidentStateDto })
  async contest(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: IncidentReasonDto,
  ): Promise<IncidentStateDto> {
    return orThrow(await this.contestIncident.run(principal, sittingId, incidentId, body.reason));
  }

  @Post(':incidentId/acceptance')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Accept what was found',
    description: 'Then it is carried out at once, and cannot be contested any more.',
  })
  @ApiOkResponse({ type: IncidentStateDto })
  async accept(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
  ): Promise<IncidentStateDto> {
    return orThrow(await this.contestIncident.accept(principal, sittingId, incidentId));
  }
}
