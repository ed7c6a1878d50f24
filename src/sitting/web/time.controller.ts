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
import { clockAnswer, type ClockAnswer } from '../domain/clock-answer.js';
import { clockOfSitting } from '../store/clock-store.js';
import { timeChangesOf } from '../store/time-change-store.js';
import { ChangeTime } from '../use-cases/change-time.js';
import { TakeBreak } from '../use-cases/take-break.js';
import {
  BreakDto,
  ClockDto,
  ExtendTimeDto,
  StopClockDto,
  TimeChangedDto,
  TimeChangeListDto,
} from './dto/time.dto.js';

/** Who may stop a clock: an alarm does not wait for an exam officer. Adding time is the exam officer's alone. */
export const STOPS_CLOCKS = ['proctor', 'exam-officer'];

/** What staff do to the clock of a session or of one sitting, and the breaks of candidates. */
@ApiTags('sitting')
@Controller('api/v1')
export class TimeController {
  constructor(
    private readonly database: Database,
    private readonly changeTime: ChangeTime,
    private readonly takeBreak: TakeBreak,
  ) {}

  @Post('sessions/:sessionId/pause')
  @HttpCode(200)
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @ApiOperation({
    summary: 'Stop the clock, by your name',
    description:
      'Of the whole session, or of one sitting. Nobody can begin while the session’s clock stands.',
  })
  @ApiOkResponse({ type: TimeChangedDto })
  async pause(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: StopClockDto,
  ): Promise<TimeChangedDto> {
    return orThrow(await this.changeTime.run(principal, sessionId, { kind: 'pause', ...body }));
  }

  @Post('sessions/:sessionId/resumption')
  @HttpCode(200)
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @ApiOperation({
    summary: 'Let the clock run on, by your name',
    description: 'Everybody has exactly the time that was left when it was stopped.',
  })
  @ApiOkResponse({ type: TimeChangedDto })
  async resume(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: StopClockDto,
  ): Promise<TimeChangedDto> {
    return orThrow(await this.changeTime.run(principal, sessionId, { kind: 'resume', ...body }));
  }

  @Post('sessions/:sessionId/extension')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Add time, by your name',
    description: 'For everybody who is sitting, or for one; on wish also for whoever begins later.',
  })
  @ApiOkResponse({ type: TimeChangedDto })
  async extend(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ExtendTimeDto,
  ): Promise<TimeChangedDto> {
    const change = { kind: 'extend', ...body, forLater: body.forLater ?? false } as const;
    return orThrow(await this.changeTime.run(principal, sessionId, change));
  }

  @Get('sessions/:sessionId/time-changes')
  @Access.role(['proctor', 'exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'What was done to the clock, newest first' })
  @ApiOkResponse({ type: TimeChangeListDto })
  async changes(@Param('sessionId') sessionId: string): Promise<TimeChangeListDto> {
    return { items: await timeChangesOf(this.database.tx, sessionId) };
  }

  @Post('sittings/:sittingId/break')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Take a granted break, or end it',
    description:
      'The clock stands until you end it, or until the granted minutes are used up: then it runs on by itself.',
  })
  @ApiOkResponse({ type: ClockDto })
  async break(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Body() body: BreakDto,
  ): Promise<ClockAnswer> {
    if (!isUuid(sittingId)) throw new RefusalError(NOT_FOUND);
    orThrow(await this.takeBreak.run(principal, sittingId, body.action));
    const clock = await clockOfSitting(this.database.tx, sittingId);
    if (!clock) throw new RefusalError(NOT_FOUND);
    return clockAnswer(clock);
  }
}

const NOT_FOUND = {
  code: 'SITTING.NOT_FOUND',
  kind: 'not-found',
  detail: 'There is no such sitting of yours.',
} as const;
