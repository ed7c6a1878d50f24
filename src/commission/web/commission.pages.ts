import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Result } from '../../kernel/index.js';
import { hasRole, holdersNamed, scopeChain } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { textOf, type Typed } from '../../session/index.js';
import { statusOf } from '../domain/candidate-status.js';
import { expectedOf, neededOf } from '../domain/quorum.js';
import type { CandidateView } from '../store/candidate-store.js';
import { commissionOf, stageBefore, type CommissionView } from '../store/commission-store.js';
import { guideOf } from '../store/guide-store.js';
import { shippedGuides } from '../store/shipped-guides.js';
import { ChangeMembers } from '../use-cases/change-members.js';
import { noStage, type Where } from '../use-cases/in-commission.js';
import { OpenCommission } from '../use-cases/open-commission.js';
import { SetUpCommission } from '../use-cases/set-up-commission.js';
import { commissionFrom, commissionValues, PLACES, seatsFrom, SHARES } from './commission-form.js';
import { candidatesFor, progressOf } from './commission-view.js';

const VIEW = 'commission/web/views/commission.njk';

/** A commission as HR sets it up and follows it; auditors look on. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/commissions/:stageId')
export class CommissionPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly setUpCommission: SetUpCommission,
    private readonly openCommission: OpenCommission,
    private readonly changeMembers: ChangeMembers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, { competitionId, stageId }));
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async setUp(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const wish = commissionFrom(body, await this.#accounts(competitionId));
    const result = await this.setUpCommission.run(principal, where, wish);
    return this.#done(request, reply, principal, where, result, body);
  }

  @Post('opening')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async open(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<string> {
    const where = { competitionId, stageId };
    return this.#done(request, reply, principal, where, await this.openCommission.run(principal, where));
  }

  @Post('candidates')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async takeIn(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const result = await this.openCommission.takeInOthers(principal, where);
    return this.#done(request, reply, principal, where, result);
  }

  @Post('members')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async change(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const seats = seatsFrom(body, await this.#accounts(competitionId));
    const result = await this.changeMembers.run(principal, where, seats, textOf(body, 'reason'));
    return this.#done(request, reply, principal, where, result, body);
  }

  async #accounts(competitionId: string): Promise<string[]> {
    const { tx } = this.database;
    const holders = await holdersNamed(tx, 'commission-member', await scopeChain(tx, competitionId));
    return holders.map(({ accountId }) => accountId);
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    where: Where,
    result: Result<unknown>,
    values?: Typed,
  ): Promise<string> {
    if (result.ok)
      return seeOther(reply, `/manage/competitions/${where.competitionId}/commissions/${where.stageId}`);
    const model = await this.#model(principal, where);
    return this.pages.refused(
      request,
      reply,
      VIEW,
      { ...model, ...(values && { values, typed: true }) },
      result.refusal,
    );
  }

  async #model(principal: Principal, where: Where): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const at = await stageBefore(tx, where.competitionId, where.stageId);
    if (!at) throw new RefusalError(noStage().refusal);
    const chain = await scopeChain(tx, where.competitionId);
    const commission = (await commissionOf(tx, where.stageId)) ?? null;
    const guide = commission && (await guideOf(tx, commission));
    const seen = commission && (await candidatesFor(tx, { ...at, commission }, principal));
    return {
      ...at,
      commission,
      guide,
      guides: shippedGuides(this.config.projectDir),
      isHr: hasRole(principal.grants, ['hr-officer'], chain),
      holders: await holdersNamed(tx, 'commission-member', chain),
      shares: SHARES,
      places: PLACES,
      // None is chosen beforehand: the first of several would be taken unread.
      values: commissionValues(commission, guide?.guide.code ?? ''),
      progress: commission && (await progressOf(tx, { ...at, commission })),
      candidates: commission ? (seen?.candidates ?? []).map((one) => lineOf(commission, one)) : [],
    };
  }
}

/** A candidate's line: for whom one waits, and no score. */
function lineOf(commission: CommissionView, one: CandidateView) {
  const nameOf = (memberId: string) =>
    commission.members.find(({ id }) => id === memberId)?.official.split(',')[0] ?? '';
  const status = statusOf(one);
  const isOpen = status === 'waits' || status === 'scoring';
  const expected = expectedOf(one.standings);
  return {
    applicationId: one.applicationId,
    number: one.number,
    fullName: one.fullName,
    slot: one.slot,
    status,
    undeclared: isOpen
      ? one.standings.filter(({ declared }) => declared === null).map(({ memberId }) => nameOf(memberId))
      : [],
    unsealed: isOpen ? expected.filter(({ sealed }) => !sealed).map(({ memberId }) => nameOf(memberId)) : [],
    noQuorum: isOpen && expected.length < neededOf(one.standings, commission.quorum),
  };
}
