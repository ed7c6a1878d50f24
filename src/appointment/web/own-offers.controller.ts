import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { offersToPerson, type OfferView } from '../store/offer-store.js';
import { AnswerOffer } from '../use-cases/answer-offer.js';
import { OfferAnswerDto, OfferStateDto, OwnOfferListDto, type PostOfferDto } from './dto/offer.dto.js';
import { knownOffer } from './offers.controller.js';

/** What a candidate was offered, and what they say to it. */
@ApiTags('appointment')
@Controller('api/v1/offers')
export class OwnOffersController {
  constructor(
    private readonly database: Database,
    private readonly answer: AnswerOffer,
  ) {}

  @Get()
  @Access.candidate()
  @ApiOperation({ summary: 'Posts that were offered to you', description: 'The newest first.' })
  @ApiOkResponse({ type: OwnOfferListDto })
  async list(@CurrentPrincipal() { personId }: Principal): Promise<OwnOfferListDto> {
    return { items: (await offersToPerson(this.database.tx, personId ?? '')).map(ownOffer) };
  }

  @Post(':offerId/acceptance')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({ summary: 'Accept', description: 'You may step back until it is signed.' })
  @ApiOkResponse({ type: OfferStateDto })
  async accept(
    @CurrentPrincipal() principal: Principal,
    @Param('offerId') offerId: string,
  ): Promise<OfferStateDto> {
    return orThrow(await this.answer.run(principal, knownOffer(offerId), 'accept', null));
  }

  @Post(':offerId/refusal')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({ summary: 'Do not accept', description: 'The post goes to the next in rank.' })
  @ApiOkResponse({ type: OfferStateDto })
  async refuse(
    @CurrentPrincipal() principal: Principal,
    @Param('offerId') offerId: string,
    @Body() { reason }: OfferAnswerDto,
  ): Promise<OfferStateDto> {
    return orThrow(await this.answer.run(principal, knownOffer(offerId), 'refuse', reason?.trim() || null));
  }
}

const ownOffer = (offer: OfferView): PostOfferDto => {
  const { id, competitionId, postId, postTitle, state, offeredAt, answerBy, offeredBy, endedAt } = offer;
  return { id, competitionId, postId, postTitle, state, offeredAt, answerBy, offeredBy, endedAt };
};
