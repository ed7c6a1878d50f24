import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { accommodationsOf } from '../../sitting/index.js';
import { guideOf } from '../store/guide-store.js';
import { commissionOf } from '../store/commission-store.js';
import { ownInterviews } from '../store/own-interviews.js';

/** A candidate's own interview: when, where, with whom, what to expect; later what came of it. */
@ApiExcludeController()
@Controller('competitions/:competitionId/interview')
export class OwnInterviewPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
    if (!competition || competition.state === 'draft')
      throw new RefusalError({
        code: 'COMPETITION.NOT_FOUND',
        kind: 'not-found',
        detail: 'There is no such competition.',
      });
    const own = principal.personId ? await ownInterviews(tx, competitionId, principal.personId) : [];
    const interviews = await Promise.all(
      own.map(async (one) => {
        const commission = await commissionOf(tx, one.stageId);
        return {
          ...one,
          guide: one.result && commission ? (await guideOf(tx, commission)).guide : null,
        };
      }),
    );
    const applicationId = own[0]?.applicationId;
    return this.pages.html(request, 'commission/web/views/own-interview.njk', {
      competition,
      interviews,
      needs: applicationId ? await accommodationsOf(tx, applicationId) : {},
    });
  }
}
