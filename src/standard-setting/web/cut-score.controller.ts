import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { cutScoresOf } from '../store/cut-store.js';
import { AdoptCut } from '../use-cases/adopt-cut.js';
import { AdoptCutDto, CutScoreListDto, CutVersionDto } from './dto/cut-score.dto.js';

/** How many points a pass needs in a competition, where that is not the programme's own rule. */
@ApiTags('standard setting')
@Controller('api/v1/competitions/:competitionId/cut-scores')
export class CutScoreController {
  constructor(
    private readonly database: Database,
    private readonly adoptCut: AdoptCut,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({ summary: 'Cut scores that were adopted' })
  @ApiOkResponse({ type: CutScoreListDto })
  async list(@Param('competitionId') competitionId: string): Promise<CutScoreListDto> {
    const found = await cutScoresOf(this.database.tx, competitionId);
    return {
      items: found.map(({ id: _id, competitionId: _of, competitionCode: _code, ...cut }) => cut),
    };
  }

  @Post()
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Adopt a cut score, by your name',
    description:
      'As the law fixes it or a panel advised it, before any result of the competition is out. It is published, and what ' +
      'was graded already is graded again.',
  })
  @ApiCreatedResponse({ type: CutVersionDto })
  async adopt(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { byPart = [], ...wish }: AdoptCutDto,
  ): Promise<CutVersionDto> {
    const minimums = Object.fromEntries(byPart.map(({ part, points }) => [part, points]));
    return orThrow(await this.adoptCut.run(principal, competitionId, { ...wish, byPart: minimums }));
  }
}
