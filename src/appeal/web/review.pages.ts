import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { resultHistory } from '../../grading/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { recordReview } from '../store/review-store.js';
import { changesOfSession } from '../store/change-history-store.js';
import { ChallengeItem, MOST_CHALLENGES } from '../use-cases/challenge-item.js';
import { paperOf } from '../use-cases/paper-of.js';
import { ChallengeFormDto } from './dto/forms.dto.js';
import { challengeModels, ownReview } from './review.controller.js';

const VIEW = 'appeal/web/views/review.njk';

/**
 * What a candidate may look at once results are out: their own questions and answers, the answer keys where the session
 * allows it, how their points came to be, and their challenges. It is theirs alone and is kept by nobody (no-store).
 */
@ApiExcludeController()
@Controller('sittings/:sittingId/review')
export class ReviewPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly challengeItem: ChallengeItem,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Query('done') done?: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, {
      ...(await this.#model(principal, sittingId)),
      done: done === 'challenge',
    });
  }

  @Post()
  @Access.candidate()
  @Page()
  async challenge(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Body() body: ChallengeFormDto,
  ): Promise<string> {
    await ownReview(this.database.tx, principal, sittingId);
    const result = await this.challengeItem.run(principal, sittingId, {
      ...body,
      position: Number(body.position),
    });
    if (result.ok) return seeOther(reply, `/sittings/${sittingId}/review?done=challenge`);
    const model = { ...(await this.#model(principal, sittingId)), values: body };
    const { refusal } = result;
    // Each question has a form of its own: the fault is at that one.
    const fields = refusal.fields && { [`reasons-${body.position}`]: refusal.code };
    return this.pages.refused(request, reply, VIEW, model, { ...refusal, ...(fields && { fields }) });
  }

  async #model(principal: Principal, sittingId: string): Promise<Record<string, unknown>> {
    return this.database.transaction(async (tx) => {
      const review = await ownReview(tx, principal, sittingId);
      const isOut = review.releasedAt !== null && review.state === 'closed';
      const isOpen = isOut && review.review !== 'none' && review.challenges?.state !== 'over';
      const paper = isOpen ? await paperOf(tx, review) : undefined;
      if (paper) await recordReview(tx, sittingId, review.review === 'answers-and-keys');
      const grades = isOut ? await resultHistory(tx, sittingId) : [];
      const changes = isOut ? await changesOfSession(tx, review.sessionId) : [];
      return {
        review,
        competition: await competitionById(tx, review.competitionId),
        isOpen,
        paper,
        challenges: isOut ? await challengeModels(tx, sittingId) : [],
        most: MOST_CHALLENGES,
        history: grades.map((grade, index) => ({
          ...grade,
          isMarked: grade.number === grades[index - 1]?.number,
          change: changes.find(({ number }) => number === grade.number),
        })),
        isRegrading: changes.some(({ isRunning }) => isRunning),
      };
    });
  }
}
