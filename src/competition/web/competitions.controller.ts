import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  pageOf,
  PageQueryDto,
  readCursor,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import type { CompetitionState } from '../domain/competition-state.js';
import {
  applicationsOfPerson,
  competitionById,
  publicCompetitions,
  type CompetitionView,
} from '../store/competition-store.js';
import { Apply } from '../use-cases/apply.js';
import { CreateCompetition } from '../use-cases/create-competition.js';
import { MoveCompetition } from '../use-cases/move-competition.js';
import { Withdraw } from '../use-cases/withdraw.js';
import {
  ApplicationIdDto,
  ApplicationListDto,
  ApplyDto,
  CompetitionDto,
  CompetitionIdDto,
  CompetitionPageDto,
  CompetitionStateDto,
  NewCompetitionDto,
} from './dto/competition.dto.js';

const NOT_FOUND = {
  code: 'COMPETITION.NOT_FOUND',
  kind: 'not-found',
  detail: 'There is no such competition.',
} as const;

/** Competitions: public to read, run by HR officers of their agency, applied to by candidates. */
@ApiTags('competition')
@Controller('api/v1')
export class CompetitionsController {
  constructor(
    private readonly database: Database,
    private readonly createCompetition: CreateCompetition,
    private readonly moveCompetition: MoveCompetition,
    private readonly applyToCompetition: Apply,
    private readonly withdrawApplication: Withdraw,
  ) {}

  @Get('competitions')
  @Access.anyone()
  @ApiOperation({
    summary: 'Announced, closed and concluded competitions',
    description: 'Newest closing date first.',
  })
  @ApiOkResponse({ type: CompetitionPageDto })
  async list(@Query() query: PageQueryDto): Promise<CompetitionPageDto> {
    return competitionPage(this.database, query);
  }

  @Get('competitions/:competitionId')
  @Access.anyone()
  @ApiOperation({ summary: 'One competition', description: 'Drafts are not public: 404.' })
  @ApiOkResponse({ type: CompetitionDto })
  async show(@Param('competitionId') competitionId: string): Promise<CompetitionView> {
    const competition = isUuid(competitionId)
      ? await competitionById(this.database.tx, competitionId)
      : undefined;
    if (!competition || competition.state === 'draft') throw new RefusalError(NOT_FOUND);
    return competition;
  }

  @Post('agencies/:agencyId/competitions')
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({
    summary: 'Draft a competition',
    description: 'The newest jurisdiction profile is pinned to it.',
  })
  @ApiCreatedResponse({ type: CompetitionIdDto })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() body: NewCompetitionDto,
  ): Promise<CompetitionIdDto> {
    return orThrow(await this.createCompetition.run(principal, { ...body, agencyId }));
  }

  @Post('competitions/:competitionId/announcement')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'Announce a drafted competition' })
  @ApiOkResponse({ type: CompetitionStateDto })
  async announce(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<{ state: CompetitionState }> {
    return orThrow(await this.moveCompetition.run(principal, competitionId, 'announce'));
  }

  @Post('competitions/:competitionId/closing')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'Take no more applications' })
  @ApiOkResponse({ type: CompetitionStateDto })
  async close(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<{ state: CompetitionState }> {
    return orThrow(await this.moveCompetition.run(principal, competitionId, 'close'));
  }

  @Post('competitions/:competitionId/conclusion')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'Conclude a competition' })
  @ApiOkResponse({ type: CompetitionStateDto })
  async conclude(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<{ state: CompetitionState }> {
    return orThrow(await this.moveCompetition.run(principal, competitionId, 'conclude'));
  }

  @Post('competitions/:competitionId/applications')
  @Access.candidate()
  @ApiOperation({ summary: 'Apply', description: 'Applying again gives the one application there is.' })
  @ApiCreatedResponse({ type: ApplicationIdDto })
  async apply(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: ApplyDto,
  ): Promise<ApplicationIdDto> {
    if (!isUuid(competitionId)) throw new RefusalError(NOT_FOUND);
    return orThrow(await this.applyToCompetition.run(principal, competitionId, body.language));
  }

  @Delete('competitions/:competitionId/applications/mine')
  @Access.candidate()
  @ApiOperation({ summary: 'Withdraw', description: 'Until the exam is begun.' })
  @ApiOkResponse({ type: ApplicationIdDto })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<ApplicationIdDto> {
    if (!isUuid(competitionId)) throw new RefusalError(NOT_FOUND);
    return orThrow(await this.withdrawApplication.run(principal, competitionId));
  }

  @Get('applications')
  @Access.candidate()
  @ApiOperation({ summary: 'Your applications', description: 'Newest first.' })
  @ApiOkResponse({ type: ApplicationListDto })
  async mine(@CurrentPrincipal() principal: Principal): Promise<ApplicationListDto> {
    const applications = principal.personId
      ? await applicationsOfPerson(this.database.tx, principal.personId)
      : [];
    return { items: applications.map(({ personId: _person, ...application }) => application) };
  }
}

/** A moment exactly as toISOString writes it: 2026-02-30 is none. */
const isTime = (text: string): boolean => {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
};

/** A page of public competitions; a cursor that is not ours is refused. Shared with the pages. */
export async function competitionPage(
  database: Database,
  query: PageQueryDto,
): Promise<{ items: CompetitionView[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const values = readCursor(
    query.cursor,
    2,
    ([time, id]) => isUuid(id) && typeof time === 'string' && isTime(time),
  );
  const after = values && { applyUntil: String(values[0]), id: String(values[1]) };
  const found = await publicCompetitions(database.tx, after, limit + 1);
  return pageOf(found, limit, (last) => [last.applyUntil.toISOString(), last.id]);
}
