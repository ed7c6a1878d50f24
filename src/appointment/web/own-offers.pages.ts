import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { competitionById } from '../../competition/index.js';
import { refuse } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { offerById } from '../store/offer-store.js';
import { AnswerOffer } from '../use-cases/answer-offer.js';
import { knownOffer } from './offers.controller.js';

class OfferAnswerFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

const VIEW = 'appointment/web/views/own-offer.njk';

/** The page on which a candidate reads an offer, and says yes or no. */
@ApiExcludeController()
@Controller('offers/:offerId')
export class OwnOffersPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly answer: AnswerOffer,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('offerId') offerId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, offerId));
  }

  @Post('acceptance')
  @Access.candidate()
  @Page()
  async accept(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('offerId') offerId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    return this.#answer(request, reply, principal, offerId, 'accept', null);
  }

  @Post('refusal')
  @Access.candidate()
  @Page()
  async refuse(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('offerId') offerId: string,
    @Body() { reason = '' }: OfferAnswerFormDto,
  ): Promise<string> {
    return this.#answer(request, reply, principal, offerId, 'refuse', reason.trim() || null);
  }

  async #answer(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    offerId: string,
    event: 'accept' | 'refuse',
    reason: string | null,
  ): Promise<string> {
    const result = await this.answer.run(principal, knownOffer(offerId), event, reason);
    if (!result.ok)
      return this.pages.refused(request, reply, VIEW, await this.#model(principal, offerId), result.refusal);
    return seeOther(reply, `/offers/${offerId}`);
  }

  async #model({ personId }: Principal, offerId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const offer = await offerById(tx, knownOffer(offerId));
    const competition = offer && (await competitionById(tx, offer.competitionId));
    if (!competition || offer.personId !== personId)
      return orThrow(refuse('not-found', 'APPOINTMENT.NO_OFFER', 'There is no such offer.'));
    return { offer, competition, post: competition.posts.find(({ id }) => id === offer.postId) };
  }
}
