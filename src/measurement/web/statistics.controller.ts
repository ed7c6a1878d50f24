import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, Database } from '../../platform/index.js';
import { itemStatisticsOf } from '../store/statistics-store.js';
import { measuredSession } from './closed-session.js';
import { SessionStatisticsDto } from './dto/statistics.dto.js';

/** How the items of a session did, once it is closed and graded. */
@ApiTags('measurement')
@Controller('api/v1/sessions/:sessionId/statistics')
export class StatisticsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'Statistics of a session and its items',
    description: 'Never before it is closed.',
  })
  @ApiOkResponse({ type: SessionStatisticsDto })
  async show(@Param('sessionId') sessionId: string): Promise<SessionStatisticsDto> {
    const { tx } = this.database;
    const { statistics } = await measuredSession(tx, sessionId);
    const { id, scoringVersionId, computedAt, body } = statistics;
    const { sittings, mean, deviation, maximum, reliability } = body;
    const items = await itemStatisticsOf(tx, id);
    return { scoringVersionId, computedAt, sittings, mean, deviation, maximum, reliability, items };
  }
}
