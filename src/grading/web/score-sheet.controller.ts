import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, type Principal } from '../../platform/index.js';
import { ScoreSheetDto } from './dto/score-sheet.dto.js';
import { knownScoreSheet, SHEET_READERS } from './known-score-sheet.js';

/** One sitting's score sheet, by candidate number. */
@ApiTags('grading')
@Controller('api/v1/sessions/:sessionId/score-sheets')
export class ScoreSheetController {
  constructor(private readonly database: Database) {}

  @Get(':candidateNumber')
  @Access.role(SHEET_READERS, 'sessionId')
  @ApiOperation({
    summary: 'A score sheet: each item’s points and why',
    description: 'Machine scores, marks and corrections, worked out anew. No name, no question, no answer.',
  })
  @ApiOkResponse({ type: ScoreSheetDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('candidateNumber') candidateNumber: string,
  ): Promise<ScoreSheetDto> {
    const { sheet } = await knownScoreSheet(this.database.tx, principal, sessionId, candidateNumber);
    return sheet;
  }
}
