import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { isUuid, refuse } from '../../kernel/index.js';
import { proofOf } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  orThrow,
  type Config,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { ANSWER_DAYS } from '../domain/offer-terms.js';
import { offersOf } from '../store/offer-store.js';
import { reserveOf } from '../store/reserve-store.js';
import { OfferPost } from '../use-cases/offer-post.js';
import { SignOffers } from '../use-cases/sign-offers.js';
import { TakeBackOffer } from '../use-cases/take-back-offer.js';
import {
  NewOfferDto,
  OfferIdDto,
  OfferListDto,
  OfferReasonDto,
  OfferStateDto,
  ReserveDto,
  SignedOffersDto,
  SignOffersDto,
} from './dto/offer.dto.js';

const RESERVE = 500;

/** Offers of a competition's posts: made by HR, signed by the responsible official. */
@ApiTags('appointment')
@Controller('api/v1/competitions/:competitionId')
export class OffersController {
  constructor(
    private readonly database: Database,
    private readonly offerPost: OfferPost,
    private readonly takeBack: TakeBackOffer,
    private readonly signOffers: SignOffers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('offers')
  @Access.role(['hr-officer', 'appointing-official', 'auditor'], 'competitionId')
  @ApiOperation({ summary: 'Offers so far', description: 'In the order in which they were made.' })
  @ApiOkResponse({ type: OfferListDto })
  async list(@Param('competitionId') competitionId: string): Promise<OfferListDto> {
    const offers = await offersOf(this.database.tx, competitionId);
    return { items: offers.map(({ personId: _person, proposers: _proposers, ...offer }) => offer) };
  }

  @Get('reserve')
  @Access.role(['hr-officer', 'appointing-official', 'auditor'], 'competitionId')
  @ApiOperation({
    summary: 'Who has a place and no post, and until when they can be offered one',
    description: 'In order, the first 500.',
  })
  @ApiOkResponse({ type: ReserveDto })
  async reserve(@Param('competitionId') competitionId: string): Promise<ReserveDto> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    const reserve = competition && (await reserveOf(tx, competition, RESERVE));
    return reserve ?? { expiresAt: null, expired: false, members: [] };
  }

  @Post('offers')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Offer a post, by your name',
    description:
      'From the approved ranking, in its order; passing over a higher place needs a reason. The candidate has some days to answer.',
  })
  @ApiCreatedResponse({ type: OfferIdDto })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { reason, answerDays = ANSWER_DAYS.usual, postId, sittingId = '', applicationId }: NewOfferDto,
  ): Promise<OfferIdDto> {
    return orThrow(
      await this.offerPost.run(principal, competitionId, {
        postId,
        candidate: applicationId === undefined ? { sittingId } : { applicationId },
        reason: reason ?? null,
        answerDays,
      }),
    );
  }

  @Post('offers/:offerId/withdrawal')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'Take an offer back, by your name' })
  @ApiOkResponse({ type: OfferStateDto })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('offerId') offerId: string,
    @Body() { reason }: OfferReasonDto,
  ): Promise<OfferStateDto> {
    return orThrow(
      await this.takeBack.run(principal, competitionId, knownOffer(offerId), 'withdraw', reason),
    );
  }

  @Post('offers/:offerId/return')
  @HttpCode(200)
  @Access.role(['appointing-official'], 'competitionId')
  @ApiOperation({ summary: 'Return what you will not sign' })
  @ApiOkResponse({ type: OfferStateDto })
  async return(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('offerId') offerId: string,
    @Body() { reason }: OfferReasonDto,
  ): Promise<OfferStateDto> {
    return orThrow(await this.takeBack.run(principal, competitionId, knownOffer(offerId), 'return', reason));
  }

  @Post('appointments')
  @Access.role(['appointing-official'], 'competitionId')
  @ApiOperation({
    summary: 'Sign accepted offers, by your name and your second factor',
    description:
      'By that there are appointments. Public at once, or, where answer sheets are to be public, with the next publication.',
  })
  @ApiCreatedResponse({ type: SignedOffersDto })
  async sign(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { offerIds, ...proof }: SignOffersDto,
  ): Promise<SignedOffersDto> {
    const given = proofOf(this.config, request, proof);
    return orThrow(await this.signOffers.run(principal, competitionId, offerIds, given));
  }
}

/** An id as rows have it. @throws RefusalError APPOINTMENT.NO_OFFER. */
export const knownOffer = (offerId: string): string =>
  isUuid(offerId) ? offerId : orThrow(refuse('not-found', 'APPOINTMENT.NO_OFFER', 'There is no such offer.'));
