import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import { Access, CurrentPrincipal, orThrow, RefusalError, type Principal } from '../../platform/index.js';
import { MANUAL_POINTS, TickPoint } from '../../session/index.js';
import { DecideGo } from '../use-cases/decide-go.js';
import { PlanReplacement } from '../use-cases/plan-replacement.js';
import { SessionChecklist } from '../use-cases/session-checklist.js';
import { VoidSession } from '../use-cases/void-session.js';
import { VoidSitting } from '../use-cases/void-sitting.js';
import {
  ChecklistDto,
  DecidedDto,
  GoDto,
  ReplacedDto,
  ReplacementDto,
  SessionVoidedDto,
  SittingVoidedDto,
  TickDto,
  TickedDto,
  VoidSessionDto,
  VoidSittingDto,
} from './dto/day.dto.js';

/** What officers decide about a session: whether it is held, and what of it does not count. */
@ApiTags('sitting')
@Controller('api/v1/sessions/:sessionId')
export class DayController {
  constructor(
    private readonly sessionChecklist: SessionChecklist,
    private readonly tickPoint: TickPoint,
    private readonly decideGo: DecideGo,
    private readonly voidSession: VoidSession,
    private readonly voidSitting: VoidSitting,
    private readonly planReplacement: PlanReplacement,
  ) {}

  @Get('checklist')
  @Access.role(['exam-officer', 'proctor', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'The checklist of a session',
    description:
      'What the platform sees itself, what people see to, and the last decision to hold it or not.',
  })
  @ApiOkResponse({ type: ChecklistDto })
  async checklist(@Param('sessionId') sessionId: string): Promise<ChecklistDto> {
    const list = await this.sessionChecklist.of(sessionId);
    if (!list) throw notFound();
    return list;
  }

  @Put('checklist/:point')
  @Access.role(['exam-officer', 'proctor'], 'sessionId')
  @ApiOperation({ summary: 'Tick a point that people see to', description: 'By your name, with a note.' })
  @ApiOkResponse({ type: TickedDto })
  async tick(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('point') name: string,
    @Body() body: TickDto,
  ): Promise<TickedDto> {
    const point = MANUAL_POINTS.find((one) => one === name);
    if (!point) throw notFound();
    return orThrow(
      await this.tickPoint.run(principal, sessionId, { point, done: body.done, note: body.note ?? '' }),
    );
  }

  @Post('verdict')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Decide go or no-go',
    description: 'By your name; the list as it is now is kept with it. Another draw needs another decision.',
  })
  @ApiOkResponse({ type: DecidedDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: GoDto,
  ): Promise<DecidedDto> {
    return orThrow(await this.decideGo.run(principal, sessionId, body));
  }

  @Post('voiding')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Declare a session void',
    description: 'All its sittings with it, until its results are released. The reason is public.',
  })
  @ApiOkResponse({ type: SessionVoidedDto })
  async voidAll(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: VoidSessionDto,
  ): Promise<SessionVoidedDto> {
    return orThrow(await this.voidSession.run(principal, sessionId, body));
  }

  @Post('sittings/:sittingId/voiding')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Declare one sitting void',
    description:
      'After a failure that was not the candidate’s; then they may sit again. What somebody did wrong is for an incident.',
  })
  @ApiOkResponse({ type: SittingVoidedDto })
  async voidOne(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() body: VoidSittingDto,
  ): Promise<SittingVoidedDto> {
    if (!isUuid(sittingId)) throw notFound();
    return orThrow(await this.voidSitting.run(principal, sessionId, sittingId, body));
  }

  @Post('replacement')
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Plan a session that replaces this one',
    description:
      'For those affected and nobody else, with a draw of its own. The rest of the plan is copied.',
  })
  @ApiCreatedResponse({ type: ReplacedDto })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ReplacementDto,
  ): Promise<ReplacedDto> {
    return orThrow(await this.planReplacement.run(principal, sessionId, body));
  }
}

const notFound = () =>
  new RefusalError({
    code: 'REQUEST.NO_SUCH_ADDRESS',
    kind: 'not-found',
    detail: 'There is nothing at this address.',
  });
