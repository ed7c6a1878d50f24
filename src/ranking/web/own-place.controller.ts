import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { applicationOf } from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import { Access, CurrentPrincipal, Database, type Principal } from '../../platform/index.js';
import { ownPlace } from '../store/own-place.js';
import { PlaceExplanationDto } from './dto/explanation.dto.js';
import { noPlace } from './rankings.controller.js';

/** A candidate's own place, explained. */
@ApiTags('ranking')
@Controller('api/v1/competitions/:competitionId/place')
export class OwnPlaceController {
  constructor(private readonly database: Database) {}

  @Get('mine')
  @Access.candidate()
  @ApiOperation({
    summary: 'Why you have your place',
    description:
      'In the approved ranking: what each stage or part adds, and what decided against the next ones.',
  })
  @ApiOkResponse({ type: PlaceExplanationDto })
  async mine(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<PlaceExplanationDto> {
    const { tx } = this.database;
    const application =
      isUuid(competitionId) && principal.personId
        ? await applicationOf(tx, competitionId, principal.personId)
        : undefined;
    const own = application && (await ownPlace(tx, competitionId, application.id));
    if (!own) throw noPlace();
    return own.why;
  }
}
