import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, orThrow, type Principal } from '../../platform/index.js';
import { ConcludeStage } from '../use-cases/conclude-stage.js';
import { PreviewStage } from '../use-cases/preview-stage.js';
import { ConcludedDto, ConclusionWishDto, SelectionPreviewDto } from './dto/selection.dto.js';

/** Who goes on from a stage: looked at first, then concluded by a named HR officer. */
@ApiTags('selection')
@Controller('api/v1/competitions/:competitionId/stages/:code')
export class SelectionController {
  constructor(
    private readonly previewStage: PreviewStage,
    private readonly concludeStage: ConcludeStage,
  ) {}

  @Get('preview')
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({
    summary: 'How a stage would come out now',
    description: 'By its rule, with the scores that are released; by number alone.',
  })
  @ApiOkResponse({ type: SelectionPreviewDto })
  async preview(
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
  ): Promise<SelectionPreviewDto> {
    const { stage, edge, maximum, owed, stays, conclusions } = orThrow(
      await this.previewStage.run(competitionId, code),
    );
    return {
      stage: stage.code,
      ...edge,
      nearest: edge.nearest.map(({ applicationId: _whose, ...line }) => line),
      maximum,
      owed: [...owed],
      stays,
      conclusions: conclusions.map(({ version, reason, listHash, official, concludedAt }) => ({
        version,
        reason,
        listHash,
        official,
        concludedAt,
      })),
    };
  }

  @Post('conclusions')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Conclude a stage, by your name',
    description:
      'Publishes who goes on by number. Again after a regrade or an appeal: another version, with its reason.',
  })
  @ApiCreatedResponse({ type: ConcludedDto })
  async conclude(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
    @Body() body: ConclusionWishDto,
  ): Promise<ConcludedDto> {
    return orThrow(await this.concludeStage.run(principal, competitionId, code, body));
  }
}
