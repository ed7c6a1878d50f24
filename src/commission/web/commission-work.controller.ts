import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { ownEntry } from '../store/entry-store.js';
import { ConcludeCommission } from '../use-cases/conclude-commission.js';
import { DeclareConflicts } from '../use-cases/declare-conflicts.js';
import { ExcuseMember } from '../use-cases/excuse-member.js';
import { candidateIn, findCommission, seatOf } from '../use-cases/in-commission.js';
import { OpenSecondRound } from '../use-cases/open-second-round.js';
import { RecordAbsence } from '../use-cases/record-absence.js';
import { ScoreCandidate } from '../use-cases/score-candidate.js';
import { VoteOnList } from '../use-cases/vote-on-list.js';
import { knownId } from './commission.controller.js';
import {
  CommissionAbsentDto,
  CommissionConcludedDto,
  CommissionVotedDto,
  CommissionDeclaredDto,
  CommissionEntrySavedDto,
  CommissionExcusedDto,
  CommissionOwnEntryDto,
  CommissionRoundDto,
} from './dto/commission.dto.js';
import {
  CommissionAbsenceWishDto,
  CommissionEntryWishDto,
  CommissionVoteWishDto,
  CommissionDeclarationsWishDto,
  CommissionExcusalWishDto,
  CommissionSecondRoundWishDto,
} from './dto/commission-wish.dto.js';

const MEMBER = ['commission-member'];

/** What members of a commission do, and its chair. That somebody sits in it is checked by what they do. */
@ApiTags('commission')
@Controller('api/v1/competitions/:competitionId/stages/:stageId/commission')
export class CommissionWorkController {
  constructor(
    private readonly database: Database,
    private readonly declareConflicts: DeclareConflicts,
    private readonly scoreCandidate: ScoreCandidate,
    private readonly openSecondRound: OpenSecondRound,
    private readonly excuseMember: ExcuseMember,
    private readonly recordAbsence: RecordAbsence,
    private readonly voteOnList: VoteOnList,
    private readonly concludeCommission: ConcludeCommission,
  ) {}

  @Post('declarations')
  @HttpCode(200)
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({
    summary: 'Declare whether you have a conflict of interest',
    description: 'For each candidate, before you score. A conflict is never taken back.',
  })
  @ApiOkResponse({ type: CommissionDeclaredDto })
  async declare(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: CommissionDeclarationsWishDto,
  ): Promise<CommissionDeclaredDto> {
    const where = { competitionId, stageId };
    return orThrow(await this.declareConflicts.run(principal, where, body.declarations));
  }

  @Get('entries/:applicationId')
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({ summary: 'Your own scores of a candidate', description: 'In the round in hand.' })
  @ApiOkResponse({ type: CommissionOwnEntryDto })
  async own(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<CommissionOwnEntryDto> {
    const { tx } = this.database;
    const at = orThrow(await findCommission(tx, { competitionId, stageId }));
    const seat = orThrow(seatOf(at.commission, principal));
    const candidate = orThrow(await candidateIn(tx, at, knownId(applicationId)));
    const round = candidate.rounds.at(-1);
    const entry = round && (await ownEntry(tx, round.id, seat.id));
    return entry ?? { levels: {}, notes: '', sealedAt: null };
  }

  @Put('entries/:applicationId')
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({
    summary: 'Write down your scores of a candidate, or seal them',
    description: 'Nobody sees them before all are in. Once sealed they stay.',
  })
  @ApiOkResponse({ type: CommissionEntrySavedDto })
  async score(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: CommissionEntryWishDto,
  ): Promise<CommissionEntrySavedDto> {
    const wish = { ...body, notes: body.notes ?? '', applicationId: knownId(applicationId) };
    return orThrow(await this.scoreCandidate.run(principal, { competitionId, stageId }, wish));
  }

  @Post('rounds/:applicationId')
  @HttpCode(200)
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({ summary: 'Open the second round', description: 'The chair, after a void one.' })
  @ApiOkResponse({ type: CommissionRoundDto })
  async again(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: CommissionSecondRoundWishDto,
  ): Promise<CommissionRoundDto> {
    const where = { competitionId, stageId };
    return orThrow(await this.openSecondRound.run(principal, where, knownId(applicationId), body.discussion));
  }

  @Post('excusals/:applicationId')
  @HttpCode(200)
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({
    summary: 'Go on without a member',
    description: 'The chair, where the others are a quorum.',
  })
  @ApiOkResponse({ type: CommissionExcusedDto })
  async excuse(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: CommissionExcusalWishDto,
  ): Promise<CommissionExcusedDto> {
    const wish = { applicationId: knownId(applicationId), ...body };
    return orThrow(await this.excuseMember.run(principal, { competitionId, stageId }, wish));
  }

  @Post('absences/:applicationId')
  @HttpCode(200)
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({ summary: 'A candidate did not come', description: 'The chair, with a reason.' })
  @ApiOkResponse({ type: CommissionAbsentDto })
  async absent(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: CommissionAbsenceWishDto,
  ): Promise<CommissionAbsentDto> {
    const where = { competitionId, stageId };
    return orThrow(await this.recordAbsence.run(principal, where, knownId(applicationId), body.reason));
  }

  @Delete('absences/:applicationId')
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({ summary: 'The candidate came after all', description: 'The chair takes it back.' })
  @ApiOkResponse({ type: CommissionAbsentDto })
  async came(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<CommissionAbsentDto> {
    const where = { competitionId, stageId };
    return orThrow(await this.recordAbsence.takeBack(principal, where, knownId(applicationId)));
  }

  @Post('votes')
  @HttpCode(200)
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({ summary: 'Vote on the list', description: 'Once, when all candidates are done with.' })
  @ApiOkResponse({ type: CommissionVotedDto })
  async vote(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: CommissionVoteWishDto,
  ): Promise<CommissionVotedDto> {
    const wish = { ...body, opinion: body.opinion ?? '' };
    return orThrow(await this.voteOnList.run(principal, { competitionId, stageId }, wish));
  }

  @Post('conclusion')
  @HttpCode(200)
  @Access.role(MEMBER, 'competitionId')
  @ApiOperation({
    summary: 'Conclude the commission',
    description: 'The chair, when it has voted for the list.',
  })
  @ApiOkResponse({ type: CommissionConcludedDto })
  async conclude(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<CommissionConcludedDto> {
    return orThrow(await this.concludeCommission.run(principal, { competitionId, stageId }));
  }
}
