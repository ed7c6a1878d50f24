import { Body, Controller, Get, Header, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { textOf, type Typed } from '../../session/index.js';
import { levelsOf } from '../domain/guide.js';
import { maximumPoints } from '../domain/judge-round.js';
import { statusOf } from '../domain/candidate-status.js';
import { guideOf } from '../store/guide-store.js';
import { votesOn } from '../store/vote-store.js';
import { ConcludeCommission } from '../use-cases/conclude-commission.js';
import { seatOf, type Where } from '../use-cases/in-commission.js';
import { listToVoteOn } from '../use-cases/list-to-vote-on.js';
import { ReadScores, viewerOf } from '../use-cases/read-scores.js';
import { VoteOnList } from '../use-cases/vote-on-list.js';
import { COMMISSION_READERS } from './commission.controller.js';
import { ProtocolPaper } from './protocol-paper.js';

const VIEW = 'commission/web/views/results.njk';
const LONGEST_TEXT = 2000;

/** What is open of a commission's scores, the list, the vote on it, the conclusion, the protocol. */
@ApiExcludeController()
@Controller('competitions/:competitionId/commissions/:stageId')
export class ResultsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly readScores: ReadScores,
    private readonly voteOnList: VoteOnList,
    private readonly concludeCommission: ConcludeCommission,
    private readonly paper: ProtocolPaper,
  ) {}

  @Get('results')
  @Access.role(COMMISSION_READERS, 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, { competitionId, stageId }));
  }

  @Post('results/vote')
  @Access.role(['commission-member'], 'competitionId')
  @Page()
  async vote(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const result = await this.voteOnList.run(principal, where, {
      approve: textOf(body, 'approve') === 'for',
      opinion: textOf(body, 'opinion').slice(0, LONGEST_TEXT),
      listHash: textOf(body, 'listHash'),
    });
    return this.#done(request, reply, principal, where, result, body);
  }

  @Post('results/conclusion')
  @Access.role(['commission-member'], 'competitionId')
  @Page()
  async conclude(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const result = await this.concludeCommission.run(principal, where);
    return this.#done(request, reply, principal, where, result);
  }

  @Get('protocol.pdf')
  @Access.role(COMMISSION_READERS, 'competitionId')
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  async protocol(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<Buffer> {
    return this.#send(request, reply, { competitionId, stageId }, false);
  }

  @Get('protocol-with-names.pdf')
  @Access.role(['hr-officer'], 'competitionId')
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  async copy(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<Buffer> {
    return this.#send(request, reply, { competitionId, stageId }, true);
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

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    where: Where,
    result: Result<unknown>,
    values: Typed = {},
  ): Promise<string> {
    if (result.ok)
      return seeOther(reply, `/competitions/${where.competitionId}/commissions/${where.stageId}/results`);
    const model = await this.#model(principal, where);
    return this.pages.refused(request, reply, VIEW, { ...model, values }, result.refusal);
  }

  async #model(principal: Principal, where: Where): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { results, ...at } = orThrow(await this.readScores.run(principal, where));
    const { guide } = await guideOf(tx, at.commission);
    const seat = seatOf(at.commission, principal);
    const list = at.commission.state === 'forming' ? null : await listToVoteOn(tx, at);
    const votes = list?.ok ? await votesOn(tx, at.commission.id, list.value.hash) : [];
    return {
      ...at,
      viewer: await viewerOf(tx, at, principal),
      guide,
      maximum: maximumPoints(guide.competencies.length, levelsOf(guide)),
      results: results.map((one) => ({ ...one, status: statusOf(one) })),
      hasOpened: results.some(({ judged }) => judged.length > 0),
      seat: seat.ok ? seat.value : null,
      listHash: list?.ok ? list.value.hash : null,
      open: list && !list.ok ? (list.refusal.data?.['count'] ?? 0) : 0,
      votes,
      voted: seat.ok && votes.some(({ memberId }) => memberId === seat.value.id),
      values: {},
    };
  }
}
