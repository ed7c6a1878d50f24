import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Result, refuseFields } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
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
import { lateGroupsOf } from '../store/late-store.js';
import { mayRule, RuleOnLate } from '../use-cases/rule-on-late.js';
import { lateEvidence } from '../use-cases/weigh-late.js';
import { LateFormDto } from './dto/late-form.dto.js';

const LIST = 'sitting/web/views/late.njk';
const RULING = 'sitting/web/views/late-ruling.njk';
const READERS = ['exam-officer', 'auditor'];
// More lines say nothing more.
const LINES = 200;

/** What came late in a session, and the page where an officer rules on it. */
@ApiExcludeController()
@Controller('sessions/:sessionId/late')
export class LatePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly ruleOnLate: RuleOnLate,
  ) {}

  @Get()
  @Access.role(READERS, 'sessionId')
  @Page()
  async list(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    return this.pages.html(request, LIST, {
      ...(await sessionInCompetition(this.database.tx, sessionId)),
      groups: await lateGroupsOf(this.database.tx, sessionId),
    });
  }

  @Get(':sittingId/:lease')
  @Access.role(READERS, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Param('lease') lease: string,
  ): Promise<string> {
    return this.pages.html(request, RULING, await this.#ruling(principal, sessionId, sittingId, lease));
  }

  @Post(':sittingId/:lease')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async rule(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Param('lease') lease: string,
    @Body() body: LateFormDto,
  ): Promise<string> {
    const model = await this.#ruling(principal, sessionId, sittingId, lease);
    const reason = body.reason.trim();
    const faults = {
      ...(body.ruling === '' && { ruling: 'SITTING.SAY_RULING' }),
      ...(reason === '' && { reason: 'SITTING.SAY_REASON' }),
    };
    const result: Result<unknown> =
      Object.keys(faults).length > 0
        ? refuseFields(faults)
        : await this.ruleOnLate.run(principal, sessionId, {
            sittingId,
            lease: Number(lease),
            events: Number(body.events),
            admit: body.ruling === 'admit',
            reason,
          });
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/late`);
    return this.pages.refused(request, reply, RULING, { ...model, values: body }, result.refusal);
  }

  async #ruling(
    principal: Principal,
    sessionId: string,
    sittingId: string,
    lease: string,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(this.database.tx, sessionId);
    const found = await lateEvidence(tx, sessionId, sittingId, lease);
    if (!found) throw notFound('SITTING.NO_LATE', 'Nothing that came late waits here.');
    const { evidence, events, run, changes, claimedInTime } = found;
    const may = mayRule(evidence, session.releasedAt);
    const joins = new Set(run.continues.map(({ hash }) => hash));
    return {
      session,
      competition,
      evidence,
      lease,
      run,
      changes,
      claimedInTime,
      count: events.length,
      arrived: { first: events[0]?.receivedAt, last: events.at(-1)?.receivedAt },
      lines: events.slice(0, LINES).map(({ seq, type, position, offset, hash, receivedAt }) => ({
        seq,
        type,
        position,
        claimedAt: new Date(evidence.issuedAt.getTime() + offset),
        receivedAt,
        joins: joins.has(hash),
      })),
      refused: may.ok ? undefined : may.refusal.code.replace('SITTING.', ''),
      canRule: may.ok && hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, sessionId)),
    };
  }
}

const notFound = (code: string, detail: string) => new RefusalError({ code, kind: 'not-found', detail });
