import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access, Database, Page, Pages, type OpenMeritRequest } from '../../platform/index.js';
import { shiftBins } from '../domain/foreseen.js';
import { publishedChanges, totalsOf } from '../use-cases/published-changes.js';
import { publicCompetition } from './changes.controller.js';

/** What was changed of a competition's results and who moved by it, for everybody; how appeals ended, in numbers. */
@ApiExcludeController()
@Controller('competitions/:competitionId/changes')
export class ChangesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.anyone()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const competition = await publicCompetition(tx, competitionId);
    const { changes, appeals } = await publishedChanges(tx, competition.id);
    return this.pages.html(request, 'appeal/web/views/changes.njk', {
      competition,
      changes: changes.map((one) => ({
        ...one,
        totals: totalsOf(one.foreseen),
        bins: shiftBins(one.foreseen),
      })),
      appeals,
    });
  }
}
