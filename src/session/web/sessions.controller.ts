import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { sessionsOf } from '../store/session-store.js';
import { ChangePlan } from '../use-cases/change-plan.js';
import { OpenSession } from '../use-cases/open-session.js';
import { ScheduleSession } from '../use-cases/schedule-session.js';
import {
  EntryClosingDto,
  EntryClosingMovedDto,
  NewSessionDto,
  OpeningDto,
  PlanChangedDto,
  ScheduledDto,
  ScheduleDto,
  SessionListDto,
  SessionStateDto,
} from './dto/session.dto.js';

/** Sessions of a competition: planned and opened by a named exam officer. */
@ApiTags('sitting')
@Controller('api/v1')
export class SessionsController {
  constructor(
    private readonly database: Database,
    private readonly scheduleSession: ScheduleSession,
    private readonly changePlan: ChangePlan,
    private readonly openSession: OpenSession,
  ) {}

  @Get('competitions/:competitionId/sessions')
  @Access.anyone()
  @ApiOperation({ summary: 'Sessions of a competition', description: 'By the time they open.' })
  @ApiOkResponse({ type: SessionListDto })
  async list(@Param('competitionId') competitionId: string): Promise<SessionListDto> {
    const sessions = isUuid(competitionId) ? await sessionsOf(this.database.tx, [competitionId]) : [];
    return {
      items: sessions.map(({ drawId: _draw, isEarly: _early, isEntryOver: _over, ...session }) => session),
    };
  }

  @Post('competitions/:competitionId/sessions')
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({ summary: 'Schedule a session' })
  @ApiCreatedResponse({ type: ScheduledDto })
  async schedule(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: NewSessionDto,
  ): Promise<ScheduledDto> {
    return orThrow(await this.scheduleSession.run(principal, { competitionId, ...body }));
  }

  @Put('sessions/:sessionId/plan')
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Change a session’s plan',
    description: 'Until its draw is committed. What is left out of the optional fields stays as it is.',
  })
  @ApiOkResponse({ type: PlanChangedDto })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ScheduleDto,
  ): Promise<PlanChangedDto> {
    return orThrow(await this.changePlan.run(principal, sessionId, body));
  }

  @Post('sessions/:sessionId/entry-closing')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Move the moment at which entry closes',
    description: 'While the session is planned or open. After that moment nobody can begin.',
  })
  @ApiOkResponse({ type: EntryClosingMovedDto })
  async moveEntryClosing(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: EntryClosingDto,
  ): Promise<EntryClosingMovedDto> {
    return orThrow(
      await this.changePlan.moveEntryClosing(principal, sessionId, body.entryClosesAt, body.reason),
    );
  }

  @Post('sessions/:sessionId/opening')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Open a session',
    description:
      'Candidates may begin. Where no draw is made yet it is committed and made now, with your share and the platform’s. Where the checklist has no “go” that holds, say why you open all the same.',
  })
  @ApiOkResponse({ type: SessionStateDto })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: OpeningDto,
  ): Promise<SessionStateDto> {
    return orThrow(await this.openSession.run(principal, sessionId, body));
  }
}
