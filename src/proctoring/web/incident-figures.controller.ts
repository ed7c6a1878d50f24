import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, Database } from '../../platform/index.js';
import { incidentFigures } from '../domain/incident-figures.js';
import { incidentCounts } from '../store/incident-counts.js';
import { IncidentFiguresDto } from './dto/incident-figures.dto.js';

/** How incidents end, and how often a decision is overturned, for everybody. */
@ApiTags('proctoring')
@Controller('api/v1/incidents/figures')
export class IncidentFiguresController {
  constructor(private readonly database: Database) {}

  @Get()
  @Access.anyone()
  @ApiOperation({
    summary: 'How often decisions on incidents are overturned',
    description: 'By year and kind. Kinds with fewer than 5 are counted together.',
  })
  @ApiOkResponse({ type: IncidentFiguresDto })
  async show(): Promise<IncidentFiguresDto> {
    return { years: incidentFigures(await incidentCounts(this.database.tx)) };
  }
}
