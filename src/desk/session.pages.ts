import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { drawById } from '../form/index.js';
import { gradingProgress, overdueReleases } from '../grading/index.js';
import { type Result, refuseFields, withFieldNames } from '../kernel/index.js';
import { hasRole, scopeChain } from '../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  local,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../platform/index.js';
import { watchPlanOf } from '../proctoring/index.js';
import {
  ChangePlan,
  OpenSession,
  rehearsalsOf,
  replacementOf,
  rosterOf,
  sessionById,
  suggestedSpread,
  verdictOf,
  sessionInCompetition,
} from '../session/index.js';
import { heldSittings } from '../proctoring/index.js';
import { CloseSession, PlanReplacement, whoIsAffected } from '../sitting/index.js';
import { fieldTime, PlanFormDto, planWish, timeOf } from './plan-form.js';

const VIEW = 'desk/web/views/session.njk';

class OpeningFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  openReason?: string;
}

class EntryClosingFormDto extends FormDto {
  @IsString()
  @MaxLength(20)
  movedTo!: string;

  @IsString()
  @MaxLength(500)
  movedBecause!: string;
}

class ReplacementFormDto extends FormDto {
  @IsString()
  @MaxLength(200)
  newTitle!: string;

  @IsString()
  @MaxLength(20)
  newOpensAt!: string;

  @IsString()
  @MaxLength(20)
  newEntryClosesAt!: string;
}

/** One session on one page, for the officers who run it: from the plan to the results, what is next first. */
@ApiExcludeController()
@Controller('sessions/:sessionId/manage')
export class SessionPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly changePlan: ChangePlan,
    private readonly openSession: OpenSession,
    private readonly closeSession: CloseSession,
    private readonly planReplacement: PlanReplacement,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(request, principal, sessionId));
  }

  @Post('plan')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async plan(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: PlanFormDto,
  ): Promise<string> {
    const session = await sessionById(this.database.tx, sessionId);
    const wish = planWish(body, request.language, session ?? null);
    const result = wish.ok ? await this.changePlan.run(principal, sessionId, wish.value) : wish;
    return this.#done(request, reply, principal, sessionId, result, 'plan', body);
  }

  @Post('entry-closing')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async moveEntryClosing(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: EntryClosingFormDto,
  ): Promise<string> {
    const moment = timeOf(body.movedTo);
    const result = moment
      ? await this.changePlan.moveEntryClosing(principal, sessionId, moment, body.movedBecause)
      : refuseFields({ movedTo: 'isDate' });
    const named = withFieldNames(result, { entryClosesAt: 'movedTo', spreadSeconds: 'movedTo' });
    return this.#done(request, reply, principal, sessionId, named, 'entry-closing', body);
  }

  @Post('opening')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async open(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: OpeningFormDto,
  ): Promise<string> {
    const result = await this.openSession.run(principal, sessionId, { withoutGo: body.openReason });
    const named = withFieldNames(result, { withoutGo: 'openReason' });
    return this.#done(request, reply, principal, sessionId, named, 'opening', body);
  }

  @Post('closing')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async close(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.closeSession.run(principal, sessionId);
    return this.#done(request, reply, principal, sessionId, result, 'closing');
  }

  @Post('replacement')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async replace(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ReplacementFormDto,
  ): Promise<string> {
    const opensAt = timeOf(body.newOpensAt);
    const entryClosesAt = timeOf(body.newEntryClosesAt);
    const title = body.newTitle.trim();
    const result =
      opensAt && entryClosesAt && title !== ''
        ? await this.planReplacement.run(principal, sessionId, {
            title: { [request.language]: title },
            opensAt,
            entryClosesAt,
          })
        : refuseFields({
            ...(title === '' && { newTitle: 'isString' }),
            ...(!opensAt && { newOpensAt: 'isDate' }),
            ...(!entryClosesAt && { newEntryClosesAt: 'isDate' }),
          });
    if (result.ok && 'sessionId' in result.value) {
      return seeOther(reply, `/sessions/${result.value.sessionId}/manage`);
    }
    const named = withFieldNames(result, {
      entryClosesAt: 'newEntryClosesAt',
      spreadSeconds: 'newEntryClosesAt',
    });
    return this.#done(request, reply, principal, sessionId, named, 'replacement', body);
  }

  /** Back to the page after a step; the same page with the refusal, and what was typed, where it was refused. */
  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sessionId: string,
    result: Result<unknown>,
    step: string,
    values: object = {},
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/manage`);
    const model = await this.#model(request, principal, sessionId);
    return this.pages.refused(request, reply, VIEW, { ...model, step, values }, result.refusal);
  }

  async #model(
    request: OpenMeritRequest,
    principal: Principal,
    sessionId: string,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const candidates = (await rosterOf(tx, session)).length;
    const verdict = await verdictOf(tx, sessionId);
    const rehearsal = (await rehearsalsOf(tx, sessionId)).find(({ drillMs }) => drillMs === null);
    const isOfficer = hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, sessionId));
    return {
      session,
      competition,
      candidates,
      verdict,
      rehearsal,
      isOfficer,
      watchPlan:
        session.watchVersion === null ? null : await watchPlanOf(tx, sessionId, session.watchVersion),
      draw: session.drawId ? await drawById(tx, session.drawId) : undefined,
      hasGo: session.rehearsal || (verdict?.verdict === 'go' && verdict.isOfThisDraw),
      suggested: suggestedSpread(candidates),
      progress: await gradingProgress(tx, sessionId),
      held: (await heldSittings(tx, sessionId)).length,
      releaseMissed: (await overdueReleases(tx, [sessionId])).length > 0,
      replaces: session.replacesId ? await sessionById(tx, session.replacesId) : undefined,
      replacement: await replacementOf(tx, sessionId),
      affected: (await whoIsAffected(tx, session)).length,
      planned: {
        title: local(session.title, request.language),
        opensAt: fieldTime(session.opensAt),
        entryClosesAt: fieldTime(session.entryClosesAt),
        releasePolicy: session.releasePolicy,
        entry: session.entry,
        admission: session.admission,
        spreadSeconds: session.spreadSeconds,
        review: session.review,
      },
      values: {},
    };
  }
}
