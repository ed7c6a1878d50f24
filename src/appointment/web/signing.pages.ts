import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { competitionById } from '../../competition/index.js';
import { isUuid, refuse, withFieldNames, type Refusal } from '../../kernel/index.js';
import { factorsOf, ProofFormDto, proofOf } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  seeOther,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { isOtherThan } from '../domain/offer-terms.js';
import { appointmentsOf } from '../store/appointment-store.js';
import { offersOf } from '../store/offer-store.js';
import { SignOffers, signingPurpose } from '../use-cases/sign-offers.js';
import { TakeBackOffer } from '../use-cases/take-back-offer.js';
import { ChosenIds } from './chosen-ids.js';
import { knownOffer } from './offers.controller.js';

class SigningFormDto extends ProofFormDto {
  @ChosenIds()
  offerIds?: string[];
}

class OfferReturnFormDto extends FormDto {
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

const VIEW = 'appointment/web/views/signing.njk';

/** What waits for the responsible official: who is proposed, for which post, why; and the signature. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/signing')
export class SigningPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly signOffers: SignOffers,
    private readonly takeBack: TakeBackOffer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.role(['appointing-official'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, competitionId));
  }

  @Post()
  @Access.role(['appointing-official'], 'competitionId')
  @Page()
  async sign(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { offerIds = [], ...proof }: SigningFormDto,
  ): Promise<string> {
    const chosen = offerIds.filter(isUuid);
    const given = proofOf(this.config, request, proof);
    const result = await this.signOffers.run(principal, competitionId, chosen, given);
    if (!result.ok)
      return this.#refused(request, reply, principal, competitionId, result.refusal, { offerIds: chosen });
    return seeOther(reply, `/manage/competitions/${competitionId}/signing`);
  }

  @Post(':offerId/return')
  @Access.role(['appointing-official'], 'competitionId')
  @Page()
  async return(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('offerId') offerId: string,
    @Body() { reason }: OfferReturnFormDto,
  ): Promise<string> {
    // There is one such field for each offer.
    const result = withFieldNames(
      await this.takeBack.run(principal, competitionId, knownOffer(offerId), 'return', reason),
      { reason: `reason-${offerId}` },
    );
    if (!result.ok) {
      return this.#refused(request, reply, principal, competitionId, result.refusal, {
        returning: offerId,
        reason,
      });
    }
    return seeOther(reply, `/manage/competitions/${competitionId}/signing`);
  }

  async #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    competitionId: string,
    refusal: Refusal,
    values: Record<string, unknown>,
  ): Promise<string> {
    const model = { ...(await this.#model(principal, competitionId)), values };
    return this.pages.refused(request, reply, VIEW, model, refusal);
  }

  async #model(principal: Principal, competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    if (!competition)
      return orThrow(refuse('not-found', 'APPOINTMENT.NO_COMPETITION', 'There is no such competition.'));
    const waiting = (await offersOf(tx, competitionId)).filter(({ state }) => state === 'accepted');
    const factors = await factorsOf(tx, principal.accountId);
    return {
      competition,
      offers: waiting.map((offer) => ({
        ...offer,
        post: competition.posts.find(({ id }) => id === offer.postId),
        own: !isOtherThan(principal, offer.proposers),
      })),
      signed: (await appointmentsOf(tx, competitionId)).map((one) => ({
        ...one,
        post: competition.posts.find(({ id }) => id === one.postId),
      })),
      official: principal.official,
      enrolled: factors.length > 0,
      hasPasskey: factors.some(({ kind }) => kind === 'passkey'),
      // The page's script adds what is chosen.
      purpose: signingPurpose([]),
    };
  }
}
