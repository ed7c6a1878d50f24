import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { competitionById, type CompetitionView } from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import { Access, Database, RefusalError, type Tx } from '../../platform/index.js';
import { publishedChanges, totalsOf } from '../use-cases/published-changes.js';
import { ChangesDto } from './dto/appeal.dto.js';

/** What was changed of a competition's results, for everybody. */
@ApiTags('appeal')
@Controller('api/v1/competitions/:competitionId/changes')
export class ChangesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Access.anyone()
  @ApiOperation({
    summary: 'Answer keys that were changed and who moved by it; how appeals ended',
    description: 'By candidate number.',
  })
  @ApiOkResponse({ type: ChangesDto })
  async show(@Param('competitionId') competitionId: string): Promise<ChangesDto> {
    const competition = await publicCompetition(this.database.tx, competitionId);
    const { changes, appeals } = await publishedChanges(this.database.tx, competition.id);
    return {
      items: changes.map(({ foreseen, ...change }) => ({
        ...change,
        ...totalsOf(foreseen),
        places: foreseen.ranking?.changes ?? [],
      })),
      appeals,
    };
  }
}

/** A competition that the public knows. @throws RefusalError COMPETITION.NOT_FOUND. */
export async function publicCompetition(tx: Tx, competitionId: string): Promise<CompetitionView> {
  const found = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
  if (!found || found.state === 'draft')
    throw new RefusalError({
      code: 'COMPETITION.NOT_FOUND',
      kind: 'not-found',
      detail: 'There is no such competition.',
    });
  return found;
}
