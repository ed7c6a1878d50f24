import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import { appealsOfSitting, type AppealView } from '../store/appeal-store.js';
import { ownChallenges, rulingsOf } from '../store/case-store.js';
import { reviewOf, type ReviewView } from '../store/review-store.js';
import { ChallengeItem, noSitting } from '../use-cases/challenge-item.js';
import { MakeAppeal, noAppeal } from '../use-cases/make-appeal.js';
import {
  AppealDto,
  AppealedDto,
  AppealStateDto,
  ChallengedDto,
  ChallengeDto,
  SittingReviewDto,
  type OwnAppealDto,
  type OwnChallengeDto,
} from './dto/review.dto.js';

/** What a candidate may contest about a sitting of theirs, and what became of it. Questions are on the page alone. */
@ApiTags('appeal')
@Controller('api/v1/sittings/:sittingId')
export class ReviewController {
  constructor(
    private readonly database: Database,
    private readonly challengeItem: ChallengeItem,
    private readonly makeAppeal: MakeAppeal,
  ) {}

  @Get('review')
  @Access.candidate()
  @ApiOperation({ summary: 'Until when you can challenge answer keys and appeal, and what you have' })
  @ApiOkResponse({ type: SittingReviewDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<SittingReviewDto> {
    const { tx } = this.database;
    const review = await ownReview(tx, principal, sittingId);
    return {
      review: review.review,
      challengesUntil: review.challenges,
      appealsUntil: review.appeals,
      challenges: await challengeModels(tx, sittingId),
      appeals: (await appealsOfSitting(tx, sittingId)).map(ownAppeal),
    };
  }

  @Post('challenges')
  @Access.candidate()
  @ApiOperation({
    summary: 'Challenge the answer key of a question',
    description:
      'While the days for challenges run. Experts decide by name, on all challenges of it together.',
  })
  @ApiCreatedResponse({ type: ChallengedDto })
  async challenge(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Body() body: ChallengeDto,
  ): Promise<ChallengedDto> {
    return orThrow(
      isUuid(sittingId) ? await this.challengeItem.run(principal, sittingId, body) : noSitting(),
    );
  }

  @Post('appeals')
  @Access.candidate()
  @ApiOperation({
    summary: 'Appeal about the sitting, an incident or a mark',
    description: 'Somebody decides who took no part. Evidence is added on the page.',
  })
  @ApiCreatedResponse({ type: AppealedDto })
  async appeal(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Body() body: AppealDto,
  ): Promise<AppealedDto> {
    return orThrow(isUuid(sittingId) ? await this.makeAppeal.run(principal, sittingId, body) : noSitting());
  }

  @Post('appeals/:appealId/withdrawal')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({ summary: 'Take your appeal back' })
  @ApiOkResponse({ type: AppealStateDto })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('appealId') appealId: string,
  ): Promise<AppealStateDto> {
    return orThrow(
      isUuid(appealId) ? await this.makeAppeal.withdraw(principal, sittingId, appealId) : noAppeal(),
    );
  }
}

/** A candidate's own sitting. Shared with the pages. @throws RefusalError APPEAL.NO_SITTING. */
export async function ownReview(tx: Tx, principal: Principal, sittingId: string): Promise<ReviewView> {
  const review =
    isUuid(sittingId) && principal.personId ? await reviewOf(tx, sittingId, principal.personId) : undefined;
  if (!review || review.state === 'open') throw new RefusalError(noSitting().refusal);
  return review;
}

/** Own challenges with the reason of whoever decided. */
export async function challengeModels(tx: Tx, sittingId: string): Promise<OwnChallengeDto[]> {
  return Promise.all(
    (await ownChallenges(tx, sittingId)).map(async (one) => {
      const isDecided =
        one.caseState === 'rejected' || one.caseState === 'accepted' || one.caseState === 'regrading';
      const { id, position, reasons, source, madeAt, clock, caseState: state } = one;
      const reason = isDecided ? ((await rulingsOf(tx, one.caseId)).at(-1)?.reason ?? null) : null;
      return { id, position, reasons, source, madeAt, state, clock, reason };
    }),
  );
}

export const ownAppeal = (appeal: AppealView): OwnAppealDto => {
  const { id, about, position, body, state, madeAt, clock, files, decision } = appeal;
  return { id, about, position, body, state, madeAt, clock, files, decision: decision && told(decision) };
};

const told = ({
  outcome,
  remedy,
  ground,
  reason,
  official,
  decidedAt,
}: NonNullable<AppealView['decision']>) => ({
  outcome,
  remedy,
  ground,
  reason,
  official,
  decidedAt,
});
