import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { competitionById } from '../../competition/index.js';
import { isUuid, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { MANUAL_POINTS, sessionById, TickPoint } from '../../session/index.js';
import { needsReason } from '../domain/checklist.js';
import { sittingById } from '../store/sitting-store.js';
import { DecideGo } from '../use-cases/decide-go.js';
import { SessionChecklist } from '../use-cases/session-checklist.js';
import { VoidSession } from '../use-cases/void-session.js';
import { VoidSitting } from '../use-cases/void-sitting.js';

const CHECKLIST = 'sitting/web/views/checklist.njk';
const VOID_SITTING = 'sitting/web/views/void-sitting.njk';
const VOID_SESSION = 'sitting/web/views/void-session.njk';

class TickFormDto extends FormDto {
  @IsIn(MANUAL_POINTS)
  point!: (typeof MANUAL_POINTS)[number];

  @IsIn(['yes', 'no'])
  done!: 'yes' | 'no';

  @IsString()
  @MaxLength(500)
  note!: string;
}

class GoFormDto extends FormDto {
  @IsIn(['go', 'no-go'])
  verdict!: 'go' | 'no-go';

  @IsString()
  @MaxLength(2000)
  reason!: string;
}

class VoidSittingFormDto extends FormDto {
  @IsOptional()
  @IsIn(['no', 'here', 'replacement'])
  again?: 'no' | 'here' | 'replacement';

  @IsString()
  @MaxLength(2000)
  reason!: string;
}

class VoidSessionFormDto extends FormDto {
  @IsString()
  @MaxLength(2000)
  reason!: string;
}

/** What officers decide about a session, by pages: the checklist with go or no-go, and what is declared void. */
@ApiExcludeController()
@Controller('sessions/:sessionId')
export class DayPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly sessionChecklist: SessionChecklist,
    private readonly tickPoint: TickPoint,
    private readonly decideGo: DecideGo,
    private readonly voidSession: VoidSession,
    private readonly voidSitting: VoidSitting,
  ) {}

  @Get('checklist')
  @Access.role(['exam-officer', 'proctor', 'auditor'], 'sessionId')
  @Page()
  async checklist(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.pages.html(request, CHECKLIST, await this.#checklist(principal, sessionId));
  }

  @Post('checklist')
  @Access.role(['exam-officer', 'proctor'], 'sessionId')
  @Page()
  async tick(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: TickFormDto,
  ): Promise<string> {
    const { point, done, note } = body;
    const result = await this.tickPoint.run(principal, sessionId, { point, done: done === 'yes', note });
    return this.#back(request, reply, principal, sessionId, result, {});
  }

  @Post('verdict')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: GoFormDto,
  ): Promise<string> {
    const { verdict, reason } = body;
    const result = await this.decideGo.run(principal, sessionId, { verdict, reason });
    return this.#back(request, reply, principal, sessionId, result, { reason });
  }

  @Get('void')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async askVoidAll(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    return this.pages.html(request, VOID_SESSION, await this.#session(sessionId));
  }

  @Post('void')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async voidAll(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: VoidSessionFormDto,
  ): Promise<string> {
    const { reason } = body;
    const result = await this.voidSession.run(principal, sessionId, { reason });
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/manage`);
    const model = { ...(await this.#session(sessionId)), values: { reason } };
    return this.pages.refused(request, reply, VOID_SESSION, model, result.refusal);
  }

  @Get('sittings/:sittingId/void')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async askVoid(
    @Req() request: OpenMeritRequest,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    return this.pages.html(request, VOID_SITTING, await this.#sitting(sessionId, sittingId));
  }

  @Post('sittings/:sittingId/void')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async void(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() body: VoidSittingFormDto,
  ): Promise<string> {
    const model = await this.#sitting(sessionId, sittingId);
    const { again = 'no', reason } = body;
    const wish = { cause: 'failure', again, reason } as const;
    const result = await this.voidSitting.run(principal, sessionId, sittingId, wish);
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/room`);
    const values = { again, reason };
    return this.pages.refused(request, reply, VOID_SITTING, { ...model, values }, result.refusal);
  }

  async #back(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sessionId: string,
    result: Result<unknown>,
    values: object,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/checklist`);
    const model = { ...(await this.#checklist(principal, sessionId)), values };
    return this.pages.refused(request, reply, CHECKLIST, model, result.refusal);
  }

  async #checklist(principal: Principal, sessionId: string): Promise<Record<string, unknown>> {
    const model = await this.#session(sessionId);
    const list = await this.sessionChecklist.of(sessionId);
    if (!list) throw notFound();
    const chain = await scopeChain(this.database.tx, sessionId);
    return {
      ...model,
      ...list,
      reasonNeeded: needsReason(list.points, list.manual),
      isOfficer: hasRole(principal.grants, ['exam-officer'], chain),
      canTick: hasRole(principal.grants, ['exam-officer', 'proctor'], chain),
    };
  }

  async #session(sessionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const session = await sessionById(tx, sessionId);
    if (!session) throw notFound();
    return { session, competition: await competitionById(tx, session.competitionId) };
  }

  async #sitting(sessionId: string, sittingId: string): Promise<Record<string, unknown>> {
    const model = await this.#session(sessionId);
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    if (sitting?.sessionId !== sessionId) throw notFound();
    return { ...model, sitting };
  }
}

const notFound = () =>
  new RefusalError({
    code: 'REQUEST.NO_SUCH_ADDRESS',
    kind: 'not-found',
    detail: 'There is nothing at this address.',
  });
