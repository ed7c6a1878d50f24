import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SealForms } from '../../form/index.js';
import { isUuid, type Result, refuseFields, withFieldNames } from '../../kernel/index.js';
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
import { SessionDraw } from '../use-cases/session-draw.js';
import { OFFER_FIELDS } from './draw-form-fields.js';
import { drawView, drawWork } from './draw-view.js';
import {
  CancellationFormDto,
  CommitmentFormDto,
  OfferFormDto,
  ShareFormDto,
  SpareNumbersFormDto,
} from './dto/draw-forms.dto.js';
import { noSession } from '../domain/no-session.js';

const VIEW = 'session/web/views/draw.njk';
const ROLES = ['exam-officer', 'auditor'];

/** A draw step by step, for the officer who carries it out and the observer who contributes to it. */
@ApiExcludeController()
@Controller('sessions/:sessionId/draw')
export class DrawPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly sessionDraw: SessionDraw,
    private readonly sealForms: SealForms,
  ) {}

  @Get()
  @Access.role(ROLES, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, sessionId));
  }

  @Post('offers')
  @Access.role(ROLES, 'sessionId')
  @Page()
  async offer(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: OfferFormDto,
  ): Promise<string> {
    const names = OFFER_FIELDS[body.kind];
    const result = await this.sessionDraw.offer(principal, sessionId, {
      kind: body.kind,
      name: body[names.name],
      commitment: body[names.commitment],
      round: body.round,
      // The form's times are UTC, as all times on our pages.
      due: body.due ? new Date(`${body.due}Z`) : undefined,
    });
    if (result.ok && result.value.share !== undefined) {
      const model = await this.#model(principal, sessionId);
      return this.pages.html(request, VIEW, { ...model, share: result.value.share });
    }
    return this.#done(request, reply, principal, sessionId, withFieldNames(result, names), body);
  }

  @Post('offers/:contributionId/withdrawal')
  @Access.role(ROLES, 'sessionId')
  @Page()
  async withdraw(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contributionId') contributionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(contributionId)) throw new RefusalError(noSession().refusal);
    const result = await this.sessionDraw.withdraw(principal, sessionId, contributionId);
    return this.#done(request, reply, principal, sessionId, result);
  }

  @Post('commitment')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async commit(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: CommitmentFormDto,
  ): Promise<string> {
    const spares = body.spareNumbers.trim();
    const result = /^\d{0,5}$/.test(spares)
      ? await this.sessionDraw.commit(principal, sessionId, {
          spareNumbers: spares === '' ? undefined : Number(spares),
          reason: body.reason,
        })
      : refuseFields({ spareNumbers: 'DRAW.SPARE_COUNT' });
    return this.#done(request, reply, principal, sessionId, result, body);
  }

  @Post('shares')
  @Access.role(ROLES, 'sessionId')
  @Page()
  async handOver(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ShareFormDto,
  ): Promise<string> {
    const result = await this.sessionDraw.handOver(principal, sessionId, body.contributionId, body.share);
    return this.#done(request, reply, principal, sessionId, result, body);
  }

  @Post('making')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async make(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    return this.#done(
      request,
      reply,
      principal,
      sessionId,
      await this.sessionDraw.make(principal, sessionId),
    );
  }

  @Post('cancellation')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async cancel(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: CancellationFormDto,
  ): Promise<string> {
    const result = await this.sessionDraw.cancel(principal, sessionId, body.reason);
    return this.#done(request, reply, principal, sessionId, result, body);
  }

  @Post('spare-numbers')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async addSpares(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: SpareNumbersFormDto,
  ): Promise<string> {
    const result = /^[1-9]\d{0,4}$/.test(body.count.trim())
      ? await this.sessionDraw.addSpares(principal, sessionId, Number(body.count))
      : refuseFields({ count: 'DRAW.COUNT' });
    return this.#done(request, reply, principal, sessionId, result, body);
  }

  /** Back to the page after a step; the same page with the refusal, and what was typed, where it was refused. */
  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sessionId: string,
    result: Result<unknown>,
    values: object = {},
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/draw`);
    // The share is nobody's business but its owner's: it is typed again.
    const { share: _share, ...kept } = values as Record<string, unknown>;
    const model = { ...(await this.#model(principal, sessionId)), values: kept };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(principal: Principal, sessionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const view = await drawView(tx, sessionId);
    if (!view) throw new RefusalError(noSession().refusal);
    const isOfficer = hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, sessionId));
    const { session, contributions } = view;
    const work = await drawWork(tx, session);
    const isTheirs = (accountId: string | null) =>
      accountId ? accountId === principal.accountId : isOfficer;
    return {
      ...view,
      ...work,
      sealing: view.current?.state === 'drawn' ? await this.sealForms.progress(view.current.id) : undefined,
      isOfficer,
      canOffer: !work.offers.some(({ accountId }) => accountId === principal.accountId),
      waiting: contributions.filter(({ receivedAt, accountId }) => !receivedAt && isTheirs(accountId)),
      missing: contributions.filter(({ receivedAt }) => !receivedAt),
      ownOffers: work.offers.filter(({ accountId }) => isOfficer || accountId === principal.accountId),
      values: {},
    };
  }
}
