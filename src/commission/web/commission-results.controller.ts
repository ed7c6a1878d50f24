import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { ownInterviews } from '../store/own-interviews.js';
import { findCommission, type Where } from '../use-cases/in-commission.js';
import { listToVoteOn } from '../use-cases/list-to-vote-on.js';
import { ReadScores } from '../use-cases/read-scores.js';
import { candidateDto, candidatesFor, scoresDto } from './commission-view.js';
import { COMMISSION_READERS } from './commission.controller.js';
import {
  CommissionCandidateListDto,
  CommissionProtocolDto,
  CommissionScoresDto,
  OwnInterviewListDto,
} from './dto/commission.dto.js';
import { ProtocolPaper } from './protocol-paper.js';

const BASE = 'competitions/:competitionId/stages/:stageId/commission';

/** What came of a commission, for those who may know it when. */
@ApiTags('commission')
@Controller('api/v1')
export class CommissionResultsController {
  constructor(
    private readonly database: Database,
    private readonly readScores: ReadScores,
    private readonly paper: ProtocolPaper,
  ) {}

  @Get(`${BASE}/candidates`)
  @Access.role(COMMISSION_READERS, 'competitionId')
  @ApiOperation({
    summary: 'Candidates before a commission',
    description: 'Who has declared and sealed; no score. None for members of other commissions.',
  })
  @ApiOkResponse({ type: CommissionCandidateListDto })
  async candidates(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<CommissionCandidateListDto> {
    const { tx } = this.database;
    const at = orThrow(await findCommission(tx, { competitionId, stageId }));
    const { candidates } = await candidatesFor(tx, at, principal);
    return { items: candidates.map(candidateDto) };
  }

  @Get(`${BASE}/scores`)
  @Access.role(COMMISSION_READERS, 'competitionId')
  @ApiOperation({
    summary: 'Scores that are open',
    description:
      'Of rounds in which all are in. Without those of a candidate from whom you stepped aside, until the commission has ' +
      'concluded. That an auditor read them is on record.',
  })
  @ApiOkResponse({ type: CommissionScoresDto })
  async scores(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<CommissionScoresDto> {
    const { results, ...at } = orThrow(await this.readScores.run(principal, { competitionId, stageId }));
    const list = at.commission.state === 'sitting' ? await listToVoteOn(this.database.tx, at) : null;
    return { listHash: list?.ok ? list.value.hash : null, items: results.map(scoresDto) };
  }

  @Get(`${BASE}/protocol`)
  @Access.role(COMMISSION_READERS, 'competitionId')
  @ApiOperation({ summary: 'The protocol', description: 'Once the commission has concluded; no names.' })
  @ApiOkResponse({ type: CommissionProtocolDto })
  async protocol(
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<CommissionProtocolDto> {
    const { content, hash } = await this.paper.kept({ competitionId, stageId });
    return { content, hash };
  }

  @Get(`${BASE}/protocol-file`)
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  @Access.role(COMMISSION_READERS, 'competitionId')
  @ApiOperation({ summary: 'The protocol to print', description: 'PDF, in your language; no names.' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<Buffer> {
    return this.#send(request, reply, { competitionId, stageId }, false);
  }

  @Get(`${BASE}/protocol-file-with-names`)
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'HR’s copy of the protocol', description: 'PDF, with candidates’ names.' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async copy(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<Buffer> {
    return this.#send(request, reply, { competitionId, stageId }, true);
  }

  @Get('competitions/:competitionId/interviews')
  @Access.candidate()
  @ApiOperation({
    summary: 'Your own interviews',
    description: 'When, where, with whom; points once concluded.',
  })
  @ApiOkResponse({ type: OwnInterviewListDto })
  async own(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<OwnInterviewListDto> {
    const items =
      principal.personId !== null && isUuid(competitionId)
        ? await ownInterviews(this.database.tx, competitionId, principal.personId)
        : [];
    return {
      items: items.map((one) => ({
        stage: one.stageCode,
        title: one.title,
        slot: one.slot && {
          startsAt: one.slot.startsAt,
          minutes: one.slot.minutes,
          timeZone: one.slot.timeZone,
          place: one.slot.place,
        },
        members: one.members.map(({ official }) => official),
        number: one.result?.number ?? null,
        points: one.result?.points ?? null,
      })),
    };
  }

  async #send(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    where: Where,
    names: boolean,
  ): Promise<Buffer> {
    const { name, file } = await this.paper.draw(where, request.language, names);
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return file;
  }
}
