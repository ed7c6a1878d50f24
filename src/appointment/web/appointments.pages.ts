import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { competitionById } from '../../competition/index.js';
import { isUuid, refuse, withFieldNames, type Refusal } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import { approvedRanking } from '../../ranking/index.js';
import { isAnonymous, LEAST_ALIKE } from '../domain/anonymity.js';
import { isLive } from '../domain/offer-state.js';
import { ANSWER_DAYS } from '../domain/offer-terms.js';
import { appointedGroups, appointmentsOf } from '../store/appointment-store.js';
import { offersOf } from '../store/offer-store.js';
import { reserveOf } from '../store/reserve-store.js';
import { OfferPost } from '../use-cases/offer-post.js';
import { PublishAppointments } from '../use-cases/publish-appointments.js';
import { TakeBackOffer } from '../use-cases/take-back-offer.js';
import { knownOffer } from './offers.controller.js';

class PostOfferFormDto extends FormDto {
  // A browser sends no radio that is not chosen.
  @IsOptional()
  @IsString()
  @MaxLength(100)
  postId?: string;

  @IsString()
  @MaxLength(100)
  applicationId!: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;

  @IsOptional()
  @IsString()
  @MaxLength(10)
  answerDays?: string;
}

class TakeBackFormDto extends FormDto {
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

const VIEW = 'appointment/web/views/appointments.njk';
/** Candidates that a page offers to choose from. */
const SHOWN = 200;
const NO_POST = refuse('invalid', 'APPOINTMENT.NO_POST', 'This competition has no such post.', {
  fields: { postId: 'APPOINTMENT.NO_POST' },
});

/** Who is next, what is offered until when, who is appointed, and who is in the reserve. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/appointments')
export class AppointmentsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly offerPost: OfferPost,
    private readonly takeBack: TakeBackOffer,
    private readonly publishAppointments: PublishAppointments,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(competitionId));
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async offer(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { _csrf, ...values }: PostOfferFormDto,
  ): Promise<string> {
    const { postId = '', applicationId, reason, answerDays = '' } = values;
    const days = answerDays.trim() === '' ? ANSWER_DAYS.usual : Number(answerDays);
    const wish = { postId, candidate: { applicationId }, reason: reason || null, answerDays: days };
    const result =
      isUuid(postId) && isUuid(applicationId)
        ? await this.offerPost.run(principal, competitionId, wish)
        : NO_POST;
    return this.#done(request, reply, competitionId, result, { values });
  }

  @Post('offers/:offerId/withdrawal')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async withdraw(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('offerId') offerId: string,
    @Body() { reason }: TakeBackFormDto,
  ): Promise<string> {
    const result = await this.takeBack.run(principal, competitionId, knownOffer(offerId), 'withdraw', reason);
    // There is one such field for each offer.
    const named = withFieldNames(result, { reason: `reason-${offerId}` });
    return this.#done(request, reply, competitionId, named, { withdrawing: { offerId, reason } });
  }

  @Post('publication')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async publish(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.publishAppointments.run(principal, competitionId);
    return this.#done(request, reply, competitionId, result, {});
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    competitionId: string,
    result: { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal },
    typed: Record<string, unknown>,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/appointments`);
    const model = { ...(await this.#model(competitionId)), ...typed };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    if (!competition)
      return orThrow(refuse('not-found', 'APPOINTMENT.NO_COMPETITION', 'There is no such competition.'));
    const ranking = await approvedRanking(tx, competitionId);
    const reserve = await reserveOf(tx, competition, SHOWN);
    const appointments = await appointmentsOf(tx, competitionId);
    const offers = await offersOf(tx, competitionId);
    const held = competition.disclosure === 'public';
    const waitingGroups = held
      ? (await appointedGroups(tx, competitionId)).filter(({ publishedAt }) => publishedAt === null)
      : [];
    const used = [
      ...appointments.filter(({ ended }) => ended === null),
      ...offers.filter(({ state }) => isLive(state)),
    ];
    const candidates = reserve?.members.filter(({ hasOffer }) => !hasOffer) ?? [];
    return {
      competition,
      ranking,
      held,
      closed: held && competition.state === 'concluded',
      least: LEAST_ALIKE,
      waiting: appointments.filter(({ publishedAt }) => publishedAt === null),
      few: waitingGroups.some(({ sessionId }) => !isAnonymous(waitingGroups, sessionId)),
      appointments: appointments.map((one) => ({
        ...one,
        post: competition.posts.find(({ id }) => id === one.postId),
      })),
      open: offers.filter(({ state }) => isLive(state)),
      past: offers.filter(({ state }) => !isLive(state) && state !== 'signed'),
      reserve,
      candidates,
      next: (candidates.find(({ declined }) => declined === 0) ?? candidates[0])?.applicationId,
      answer: ANSWER_DAYS,
      posts: competition.posts
        .map((post) => ({
          ...post,
          left: post.places - used.filter(({ postId }) => postId === post.id).length,
        }))
        .filter(({ left }) => left > 0),
    };
  }
}
