import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { applicationOf } from '../../competition/index.js';
import type { Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  SharedPage,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { noSession, sessionInCompetition } from '../../session/index.js';
import { sittingOf } from '../../sitting/index.js';
import { keptNotice } from '../store/consent-store.js';
import { watchPlanOf } from '../store/watch-plan-store.js';
import { consentPage } from '../use-cases/consent-gate.js';
import { GiveConsent } from '../use-cases/give-consent.js';
import { WatchNotices } from '../use-cases/watch-notices.js';
import { ownConsentView, sessionPrivacyView } from './consent-view.js';
import { CameraFormDto, ConsentFormDto } from './dto/consent.dto.js';

const VIEW = 'proctoring/web/views/consent.njk';

/** What is recorded in an exam: for anybody to read, and for its candidates to agree to before the waiting room. */
@ApiExcludeController()
@Controller('sessions/:sessionId')
export class ConsentPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly notices: WatchNotices,
    private readonly giveConsent: GiveConsent,
  ) {}

  @Get('privacy')
  @Access.anyone()
  @SharedPage()
  async privacy(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    // A draft competition is nobody's business yet.
    if (competition.state === 'draft') throw new RefusalError(noSession().refusal);
    const { notices } = await sessionPrivacyView(tx, this.notices, session);
    const shown = notices.find(({ language }) => language === request.language) ?? notices[0];
    return this.pages.html(request, 'proctoring/web/views/session-privacy.njk', {
      session,
      competition,
      notice: shown,
      others: notices.filter((one) => one !== shown),
    });
  }

  @Get('consent')
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const model = await this.#model(request, principal, sessionId);
    if (!model.notice) return seeOther(reply, `/sessions/${model.session.id}`);
    return this.pages.html(request, VIEW, model);
  }

  @Post('consent')
  @Access.candidate()
  @Page()
  async give(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() { notice, camera }: ConsentFormDto,
  ): Promise<string> {
    const model = await this.#model(request, principal, sessionId);
    if (camera === undefined && model.hasChoice)
      return this.pages.refused(request, reply, VIEW, model, {
        code: 'CONSENT.CHOOSE',
        kind: 'invalid',
        detail: 'Choose one of the two.',
        fields: { camera: 'CONSENT.CHOOSE' },
      });
    const wish = { notice, camera: camera === 'yes' };
    const given = await this.giveConsent.run(principal, model.session.id, wish);
    return this.#done(request, reply, { model, camera }, given, `/sessions/${model.session.id}/sitting`);
  }

  @Post('consent/camera')
  @Access.candidate()
  @Page()
  async turnCamera(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() { camera }: CameraFormDto,
  ): Promise<string> {
    const model = await this.#model(request, principal, sessionId);
    const turned = await this.giveConsent.turnCamera(principal, model.session.id, camera === 'yes');
    return this.#done(request, reply, { model }, turned, consentPage(model.session.id));
  }

  #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    { model, camera }: { readonly model: object; readonly camera?: string | undefined },
    result: Result<unknown>,
    next: string,
  ): string {
    if (result.ok) return seeOther(reply, next);
    return this.pages.refused(request, reply, VIEW, { ...model, chosen: camera }, result.refusal);
  }

  async #model(request: OpenMeritRequest, { personId }: Principal, sessionId: string) {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const person = personId ?? '';
    if (!(await applicationOf(tx, competition.id, person))) throw new RefusalError(noSession().refusal);
    const consent = await ownConsentView(tx, this.notices, session, person);
    const sitting = await sittingOf(tx, session.id, person);
    const [last] = consent.given;
    const hasBegun = sitting?.state === 'open' || sitting?.state === 'closed';
    const asked = consent.notices.find(({ language }) => language === request.language);
    // Whoever sits, or can no more agree, reads what they agreed to: not always what holds now.
    const isOver = session.state !== 'scheduled' && session.state !== 'open';
    const isKept = hasBegun || (isOver && last !== undefined);
    const kept = isKept && last ? await keptNotice(tx, last.noticeHash) : undefined;
    return {
      session,
      competition,
      consent,
      notice: isKept ? kept : asked,
      lang: kept && kept.language !== request.language ? kept.language : undefined,
      // What they sit under, or agreed to for now.
      agreed: last && {
        ...last,
        hasCamera: (await watchPlanOf(tx, session.id, last.version)).camera !== 'none',
      },
      hasChoice:
        consent.camera === 'offered' ||
        (consent.camera === 'required' && (consent.excused || last?.camera === false)),
      sitting,
      hasBegun,
      isKept,
      isOver,
    };
  }
}
