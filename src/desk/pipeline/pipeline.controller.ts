import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { stagesOf } from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import { Access, Database, pageOf, readCursor } from '../../platform/index.js';
import { isScreened, pipelineCounts, pipelineRows, type PipelineFilter } from './pipeline-store.js';
import { furthest, standingOf, stepsOf } from './pipeline-steps.js';
import { PipelineDto, PipelineQueryDto } from './pipeline.dto.js';

/** Where the candidates of a competition stand, for those who run it. */
@ApiTags('desk')
@Controller('api/v1')
export class PipelineController {
  constructor(private readonly database: Database) {}

  @Get('competitions/:competitionId/pipeline')
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({
    summary: 'Where candidates stand',
    description: 'How many have reached each step, and a page of candidates by name.',
  })
  @ApiOkResponse({ type: PipelineDto })
  async show(
    @Param('competitionId') competitionId: string,
    @Query() query: PipelineQueryDto,
  ): Promise<PipelineDto> {
    return pipelineOf(this.database, competitionId, query);
  }
}

/** What a query asks for; what it leaves empty it does not ask. */
export const pipelineFilter = (query: PipelineQueryDto): PipelineFilter => ({
  step: query.step || undefined,
  standing: query.standing || undefined,
  postId: query.post || undefined,
  language: query.language || undefined,
  name: query.name?.trim() || undefined,
});

/** Steps with their counts and a page of candidates. Shared with the pages. */
export async function pipelineOf(
  database: Database,
  competitionId: string,
  query: PipelineQueryDto,
): Promise<PipelineDto> {
  const { tx } = database;
  const limit = query.limit ?? 50;
  const values = readCursor(query.cursor, 2, ([name, id]) => typeof name === 'string' && isUuid(id));
  const after = values && { name: String(values[0]), id: String(values[1]) };
  const steps = stepsOf(await stagesOf(tx, competitionId), await isScreened(tx, competitionId));
  const counts = await pipelineCounts(
    tx,
    competitionId,
    steps.map(({ id }) => id),
  );
  const found = await pipelineRows(tx, competitionId, pipelineFilter(query), after, limit + 1);
  const { items, nextCursor } = pageOf(found, limit, (last) => [last.fullName, last.id]);
  return {
    steps: steps.map(({ id, title }, index) => ({ id, title, reached: counts[index] ?? 0 })),
    items: items.map((row) => ({
      id: row.id,
      fullName: row.fullName,
      language: row.language,
      appliedAt: row.appliedAt,
      step: furthest(row, steps)?.id ?? 'applied',
      standing: standingOf(row),
      place: row.place,
      post: row.post,
    })),
    nextCursor,
  };
}
