import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access, Database, Page, Pages, type OpenMeritRequest } from '../../platform/index.js';
import { FEWEST_OF_A_KIND, incidentFigures } from '../domain/incident-figures.js';
import { incidentCounts } from '../store/incident-counts.js';

/** How incidents end, and how often a decision is overturned, for everybody: those who decide are looked at too. */
@ApiExcludeController()
@Controller('incidents/figures')
export class IncidentFiguresPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.anyone()
  @Page()
  async show(@Req() request: OpenMeritRequest): Promise<string> {
    return this.pages.html(request, 'proctoring/web/views/incident-figures.njk', {
      years: incidentFigures(await incidentCounts(this.database.tx)),
      fewest: FEWEST_OF_A_KIND,
    });
  }
}
