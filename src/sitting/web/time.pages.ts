import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { newId, type Result, refuseFields } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { heldNumbers } from '../store/sitting-store.js';
import { timeChangesOf } from '../store/time-change-store.js';
import { ChangeTime, type TimeChange } from '../use-cases/change-time.js';
import { TimeFormDto, TimeQueryDto } from './dto/time-form.dto.js';
import { STOPS_CLOCKS } from './time.controller.js';

const VIEW = 'sitting/web/views/time.njk';
const LONGEST_EXTENSION = 240;

/** The clock of a session: stop it, let it run on, add time; and what was done to it. */
@ApiExcludeController()
@Controller('sessions/:sessionId/time')
export class TimePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly changeTime: ChangeTime,
  ) {}

  @Get()
  @Access.role([...STOPS_CLOCKS, 'auditor'], 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: TimeQueryDto,
  ): Promise<string> {
    const values = query.number ? { whom: 'one', candidateNumber: query.number } : { whom: 'all' };
    return this.pages.html(request, VIEW, {
      ...(await this.#model(principal, sessionId)),
      step: query.step,
      values,
    });
  }

  @Post('pause')
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @Page()
  async pause(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: TimeFormDto,
  ): Promise<string> {
    return this.#change(request, reply, principal, sessionId, body, { kind: 'pause' });
  }

  @Post('resumption')
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @Page()
  async resume(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: TimeFormDto,
  ): Promise<string> {
    return this.#change(request, reply, principal, sessionId, body, { kind: 'resume' });
  }

  @Post('extension')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async extend(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: TimeFormDto,
  ): Promise<string> {
    const minutes = /^\d{1,3}$/.test(body.minutes?.trim() ?? '') ? Number(body.minutes) : 0;
    const forLater = body.forLater === 'yes';
    return this.#change(request, reply, principal, sessionId, body, { kind: 'extend', minutes, forLater });
  }

  async #change(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sessionId: string,
    body: TimeFormDto,
    kind:
      | { readonly kind: 'pause' | 'resume' }
      | { readonly kind: 'extend'; readonly minutes: number; readonly forLater: boolean },
  ): Promise<string> {
    const change = { ...kind, ...toldBy(body) };
    const faults = faultsOf(change, body);
    const result: Result<unknown> =
      Object.keys(faults).length > 0
        ? refuseFields(faults)
        : await this.changeTime.run(principal, sessionId, change);
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/time`);
    const model = { ...(await this.#model(principal, sessionId)), values: body, step: kind.kind };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(principal: Principal, sessionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const chain = await scopeChain(tx, sessionId);
    return {
      session,
      competition,
      actId: newId(),
      held: await heldNumbers(tx, sessionId),
      changes: await timeChangesOf(tx, sessionId),
      canStop: session.state === 'open' && hasRole(principal.grants, STOPS_CLOCKS, chain),
      canExtend: session.state === 'open' && hasRole(principal.grants, ['exam-officer'], chain),
    };
  }
}

/** Who is meant, and why: each of the three forms has both. */
const toldBy = (body: TimeFormDto): Pick<TimeChange, 'reason' | 'candidateNumber' | 'actId'> => ({
  actId: body.actId,
  reason: body.reason.trim(),
  candidateNumber: body.whom === 'one' ? (body.candidateNumber ?? '').trim().toUpperCase() : undefined,
});

function faultsOf(change: TimeChange, body: TimeFormDto): Record<string, string> {
  const minutes = change.kind === 'extend' ? change.minutes : 1;
  return {
    ...(body.whom === '' && { whom: 'SITTING.SAY_WHOM' }),
    ...(change.candidateNumber === '' && { candidateNumber: 'SITTING.SAY_NUMBER' }),
    ...((minutes < 1 || minutes > LONGEST_EXTENSION) && { minutes: 'SITTING.SAY_MINUTES' }),
    ...(change.reason === '' && { reason: 'SITTING.SAY_REASON' }),
  };
}
