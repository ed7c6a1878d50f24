import { Body, Controller, Get, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuseFields, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain, scopesWithin } from '../../people/index.js';
import {
  Access,
  ANY_SCOPE,
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
import { appealsIn, fileBytes, filesOf } from '../store/appeal-store.js';
import { DecideAppeal } from '../use-cases/decide-appeal.js';
import { noAppeal } from '../use-cases/make-appeal.js';
import { APPEAL_READERS, knownAppeal } from './appeals.controller.js';
import { DecisionFormDto } from './dto/forms.dto.js';
import { sendEvidence } from './send-evidence.js';

const LIST = 'appeal/web/views/appeals.njk';
const APPEAL = 'appeal/web/views/appeal.njk';

/** Appeals for those who decide them: whose clock runs out first stands first, each with evidence and record. */
@ApiExcludeController()
@Controller()
export class AppealsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly decideAppeal: DecideAppeal,
  ) {}

  @Get('appeals')
  @Access.role(APPEAL_READERS, ANY_SCOPE)
  @Page()
  async list(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    const { tx } = this.database;
    const scopes = principal.grants
      .filter(({ role }) => APPEAL_READERS.includes(role))
      .map(({ scopeId }) => scopeId);
    return this.pages.html(request, LIST, { appeals: await appealsIn(tx, await scopesWithin(tx, scopes)) });
  }

  @Get('sessions/:sessionId/appeals/:appealId')
  @Access.role(APPEAL_READERS, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('appealId') appealId: string,
  ): Promise<string> {
    return this.pages.html(request, APPEAL, await this.#model(principal, sessionId, appealId));
  }

  @Get('sessions/:sessionId/appeals/:appealId/files/:number')
  @Access.role(APPEAL_READERS, 'sessionId')
  async file(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('appealId') appealId: string,
    @Param('number') number: string,
  ): Promise<StreamableFile> {
    const { tx } = this.database;
    await knownAppeal(tx, principal, sessionId, appealId);
    const file = /^\d{1,3}$/.test(number) ? await fileBytes(tx, appealId, Number(number)) : undefined;
    if (!file) throw new RefusalError(noAppeal().refusal);
    return sendEvidence(reply, file);
  }

  @Post('sessions/:sessionId/appeals/:appealId/taking')
  @Access.role(['appeal-officer'], 'sessionId')
  @Page()
  async take(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('appealId') appealId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const model = await this.#model(principal, sessionId, appealId);
    const result = await this.decideAppeal.take(principal, sessionId, appealId);
    return this.#done(request, reply, model, result, {});
  }

  @Post('sessions/:sessionId/appeals/:appealId/decision')
  @Access.role(['appeal-officer'], 'sessionId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('appealId') appealId: string,
    @Body() body: DecisionFormDto,
  ): Promise<string> {
    const model = await this.#model(principal, sessionId, appealId);
    const { outcome, ground, reason, points } = body;
    const remedy = body.remedy === '' && outcome === 'rejected' ? 'none' : body.remedy;
    const faults = {
      ...(outcome === '' && { outcome: 'APPEAL.SAY_OUTCOME' }),
      ...(remedy === '' && { remedy: 'APPEAL.SAY_REMEDY' }),
      ...(ground === '' && { ground: 'APPEAL.SAY_GROUND' }),
      ...(remedy === 'mark-corrected' && points === '' && { points: 'APPEAL.POINTS' }),
      ...(reason.trim() === '' && { reason: 'APPEAL.SAY_WHY' }),
    };
    const result: Result<unknown> =
      outcome === '' || remedy === '' || ground === '' || Object.keys(faults).length > 0
        ? refuseFields(faults)
        : await this.decideAppeal.decide(principal, sessionId, appealId, {
            outcome,
            remedy,
            ground,
            reason,
            ...(points !== '' && { points: Math.round(Number(points.replace(',', '.')) * 100) }),
          });
    return this.#done(request, reply, model, result, body);
  }

  #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    model: AppealPage,
    result: Result<unknown>,
    values: object,
  ): string {
    const { sessionId, id } = model.appeal;
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/appeals/${id}`);
    return this.pages.refused(request, reply, APPEAL, { ...model, values }, result.refusal);
  }

  async #model(principal: Principal, sessionId: string, appealId: string) {
    const { tx } = this.database;
    const model = await knownAppeal(tx, principal, sessionId, appealId);
    const isOfficer = hasRole(principal.grants, ['appeal-officer'], await scopeChain(tx, sessionId));
    const { state } = model.appeal;
    return {
      ...model,
      files: await filesOf(tx, appealId),
      canTake: isOfficer && model.ownParts.length === 0 && (state === 'submitted' || state === 'taken'),
      canDecide: isOfficer && model.ownParts.length === 0 && state === 'taken',
      isMine: model.appeal.takenBy === principal.accountId,
    };
  }
}

type AppealPage = Awaited<ReturnType<typeof knownAppeal>>;
