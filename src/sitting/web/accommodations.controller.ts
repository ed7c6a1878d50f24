import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  KeyRing,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { accommodationsIn, applicantsByName } from '../store/accommodation-store.js';
import { GrantAccommodations } from '../use-cases/grant-accommodations.js';
import {
  AccommodationIdDto,
  AccommodationListDto,
  ApplicantListDto,
  ApplicantSearchDto,
  GrantAccommodationDto,
} from './dto/accommodation.dto.js';

/** What is granted to candidates of a competition, for its exam officers. */
@ApiTags('sitting')
@Controller('api/v1/competitions/:competitionId')
export class AccommodationsController {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly grantAccommodations: GrantAccommodations,
  ) {}

  @Get('applicants')
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({ summary: 'Find applicants by name', description: 'Twenty at most.' })
  @ApiOkResponse({ type: ApplicantListDto })
  async applicants(
    @Param('competitionId') competitionId: string,
    @Query() query: ApplicantSearchDto,
  ): Promise<ApplicantListDto> {
    return { items: await applicantsByName(this.database.tx, competitionId, query.name.trim()) };
  }

  @Get('accommodations')
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({ summary: 'What is granted, and what was revoked' })
  @ApiOkResponse({ type: AccommodationListDto })
  async list(@Param('competitionId') competitionId: string): Promise<AccommodationListDto> {
    const found = await accommodationsIn(this.database.tx, competitionId);
    return {
      items: found.map((one) => ({
        ...one,
        document: this.keys.decrypt('personal-data', one.document).toString(),
      })),
    };
  }

  @Post('accommodations')
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Grant accommodations, by your name',
    description:
      'In place of what stood for this candidate. Where the candidate is sitting, the deadline changes at once.',
  })
  @ApiCreatedResponse({ type: AccommodationIdDto })
  async grant(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: GrantAccommodationDto,
  ): Promise<AccommodationIdDto> {
    return orThrow(await this.grantAccommodations.grant(principal, competitionId, body));
  }

  @Delete('accommodations/:accommodationId')
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Revoke accommodations, by your name',
    description: 'Time that was worked stays worked; what is left shrinks at once.',
  })
  @ApiOkResponse({ type: AccommodationIdDto })
  async revoke(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('accommodationId') accommodationId: string,
  ): Promise<AccommodationIdDto> {
    if (!isUuid(accommodationId)) {
      throw new RefusalError({
        code: 'SITTING.NO_ACCOMMODATION',
        kind: 'not-found',
        detail: 'There is no such accommodation that stands.',
      });
    }
    return orThrow(await this.grantAccommodations.revoke(principal, competitionId, accommodationId));
  }
}
