import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, refuseFields, type Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { voidReason } from '../domain/void-reason.js';
import { endingOf } from '../store/ending-store.js';
import { sittingById } from '../store/sitting-store.js';
import { EndSitting } from '../use-cases/end-sitting.js';
import { EndSittingFormDto } from './dto/ending.dto.js';
import { STOPS_CLOCKS } from './time.controller.js';

const VIEW = 'sitting/web/views/end-sitting.njk';

/** Ending one candidate's exam: what will happen to whom, before it does. */
@ApiExcludeController()
@Controller('sessions/:sessionId/sittings/:sittingId/end')
export class EndingsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly endSitting: EndSitting,
  ) {}

  @Get()
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @Page()
  async ask(
    @Req() request: OpenMeritRequest,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(sessionId, sittingId));
  }

  @Post()
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @Page()
  async end(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() body: EndSittingFormDto,
  ): Promise<string> {
    await this.#model(sessionId, sittingId);
    const { reason, sure } = body;
    const faults = {
      ...(!voidReason(reason).ok && { reason: 'SESSION.WHY' }),
      ...(sure !== 'yes' && { sure: 'SITTING.SAY_SURE' }),
    };
    const result: Result<unknown> =
      Object.keys(faults).length > 0
        ? refuseFields(faults)
        : await this.endSitting.run(principal, sessionId, sittingId, reason);
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/room`);
    const model = { ...(await this.#model(sessionId, sittingId)), values: { reason, sure } };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(sessionId: string, sittingId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
    if (sitting?.sessionId !== sessionId) throw new RefusalError(NOT_FOUND);
    return { session, competition, sitting, ending: await endingOf(tx, sittingId) };
  }
}

const NOT_FOUND = {
  code: 'SITTING.NOT_FOUND',
  kind: 'not-found',
  detail: 'There is no such sitting in this session.',
} as const;
