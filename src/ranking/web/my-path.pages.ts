import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { applicationOf, competitionById, tieRuleOf } from '../../competition/index.js';
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
import { ownPlace, ownStages } from '../store/own-place.js';
import { approvedRanking } from '../store/ranking-store.js';
import { partTitles } from './part-titles.js';

/** How far a candidate is in a competition, how each stage went, and why they have the place that they have. */
@ApiExcludeController()
@Controller('competitions/:competitionId/my-path')
export class MyPathPages {
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
    const application = competition && (await applicationOf(tx, competitionId, principal.personId ?? ''));
    if (!application) {
      throw new RefusalError({
        code: 'COMPETITION.NOT_APPLIED',
        kind: 'not-found',
        detail: 'You have not applied here.',
      });
    }
    const stages = await ownStages(tx, competitionId, application.id);
    const place = await ownPlace(tx, competitionId, application.id);
    const stoppedAt = stages.findIndex(({ own }) => own !== null && own.outcome !== 'advanced');
    const doneStages = stages.filter(({ own }) => own?.outcome === 'advanced').length;
    return this.pages.html(request, 'ranking/web/views/my-path.njk', {
      competition,
      stages: stages.map(({ stage }) => stage),
      own: stages,
      ...(stages.length > 0 && (await tieRuleOf(tx, competitionId))),
      pathAt: stoppedAt === -1 ? doneStages : stoppedAt,
      pathStopped: stoppedAt !== -1,
      isRanked: (await approvedRanking(tx, competitionId)) !== undefined,
      ...place,
      titles: place ? await partTitles(tx, competition, place.ranking.rule) : {},
    });
  }
}
