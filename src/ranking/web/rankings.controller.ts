import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  isKeepable,
  orThrow,
  pageOf,
  PageQueryDto,
  readCursor,
  RefusalError,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import {
  placeKey,
  placesOf,
  rankingByVersion,
  rankingsOf,
  type PlaceKey,
  type PlaceView,
  type RankingView,
} from '../store/ranking-store.js';
import type { PlaceExplanation } from '../domain/explain-place.js';
import { whyPlace } from '../store/own-place.js';
import { ApproveRanking } from '../use-cases/approve-ranking.js';
import { ProposeRanking } from '../use-cases/propose-ranking.js';
import { PlaceExplanationDto } from './dto/explanation.dto.js';
import { PlacePageDto, ProposalDto, RankingListDto, RankingVersionDto } from './dto/ranking.dto.js';

/** Rankings of a competition, for its HR officers and auditors. */
@ApiTags('ranking')
@Controller('api/v1/competitions/:competitionId/rankings')
export class RankingsController {
  constructor(
    private readonly database: Database,
    private readonly proposeRanking: ProposeRanking,
    private readonly approveRanking: ApproveRanking,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({ summary: 'All versions', description: 'Newest first.' })
  @ApiOkResponse({ type: RankingListDto })
  async list(@Param('competitionId') competitionId: string): Promise<RankingListDto> {
    return { items: (await rankingsOf(this.database.tx, competitionId)).map(shown) };
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Propose a ranking',
    description: 'From the released grades, or over the concluded stages, by the stated rule.',
  })
  @ApiCreatedResponse({ type: RankingVersionDto })
  async propose(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body?: ProposalDto,
  ): Promise<RankingVersionDto> {
    return orThrow(await this.proposeRanking.run(principal, competitionId, body?.reason));
  }

  @Get(':version')
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({
    summary: 'The places of one version',
    description: 'In order; those who did not pass come last.',
  })
  @ApiOkResponse({ type: PlacePageDto })
  async show(
    @Param('competitionId') competitionId: string,
    @Param('version') version: string,
    @Query() query: PageQueryDto,
  ): Promise<PlacePageDto> {
    const { ranking, places, nextCursor } = await placesPage(this.database.tx, competitionId, version, query);
    const items = places.map(({ personId: _person, sittingId, ...place }) => ({
      ...place,
      sittingId: sittingId || null,
    }));
    return { ranking: shown(ranking), items, nextCursor };
  }

  @Get(':version/places/:candidateNumber')
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({
    summary: 'Why a number has its place',
    description: 'What each stage or part adds, and what decided against the next above and below.',
  })
  @ApiOkResponse({ type: PlaceExplanationDto })
  async why(
    @Param('competitionId') competitionId: string,
    @Param('version') version: string,
    @Param('candidateNumber') candidateNumber: string,
  ): Promise<PlaceExplanationDto> {
    return (await explained(this.database, competitionId, version, candidateNumber)).why;
  }

  @Post(':version/approval')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Approve, by your name',
    description: 'Publishes the ranking by candidate number.',
  })
  @ApiOkResponse({ type: RankingVersionDto })
  async approve(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('version') version: string,
  ): Promise<RankingVersionDto> {
    return orThrow(await this.approveRanking.run(principal, competitionId, versionNumber(version)));
  }
}

const noRanking = () =>
  new RefusalError({ code: 'RANKING.NOT_FOUND', kind: 'not-found', detail: 'There is no such ranking.' });

/** A page of one version's places. Shared with the pages. @throws RefusalError RANKING.NOT_FOUND. */
export async function placesPage(
  tx: Tx,
  competitionId: string,
  version: string,
  query: PageQueryDto,
): Promise<{
  readonly ranking: RankingView;
  readonly places: readonly PlaceView[];
  readonly nextCursor: string | null;
}> {
  const ranking = await rankingByVersion(tx, competitionId, versionNumber(version));
  if (!ranking) throw noRanking();
  const limit = query.limit ?? 50;
  const found = await placesOf(tx, ranking.id, { after: cursorKey(query.cursor), limit: limit + 1 });
  const { items, nextCursor } = pageOf(found, limit, placeKey);
  return { ranking, places: items, nextCursor };
}

/** Why a number has its place. Shared with the pages. @throws RefusalError RANKING.NOT_FOUND, RANKING.NO_PLACE. */
export async function explained(
  database: Database,
  competitionId: string,
  version: string,
  candidateNumber: string,
): Promise<{ readonly ranking: RankingView; readonly why: PlaceExplanation }> {
  const ranking = await rankingByVersion(database.tx, competitionId, versionNumber(version));
  if (!ranking) throw noRanking();
  const why = await whyPlace(database.tx, ranking, candidateNumber);
  if (!why) throw noPlace();
  return { ranking, why };
}

export const noPlace = () =>
  new RefusalError({ code: 'RANKING.NO_PLACE', kind: 'not-found', detail: 'There is no place here.' });

/** The version of an address. @throws RefusalError RANKING.NOT_FOUND where it is no version. */
export function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw noRanking();
  return Number(text);
}

/** The place after which a page begins; null for the first page. */
function cursorKey(cursor: string | undefined): PlaceKey | null {
  const isInt = (value: unknown): boolean => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
  const values = readCursor(
    cursor,
    3,
    ([place, points, number]) =>
      isInt(place) && isInt(points) && typeof number === 'string' && isKeepable(number),
  );
  return values as PlaceKey | null;
}

const shown = ({ id: _id, competitionId: _competition, ...ranking }: RankingView) => ranking;
