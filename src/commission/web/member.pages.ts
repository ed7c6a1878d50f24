import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
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
import { isSettled, statusOf } from '../domain/candidate-status.js';
import { DECLARATIONS } from '../domain/declare.js';
import { expectedOf, isRecused } from '../domain/quorum.js';
import type { CandidateView } from '../store/candidate-store.js';
import type { MemberView } from '../store/commission-store.js';
import { DeclareConflicts } from '../use-cases/declare-conflicts.js';
import { findCommission, seatOf, type Where } from '../use-cases/in-commission.js';
import { candidatesFor } from './commission-view.js';

const VIEW = 'commission/web/views/member.njk';

/** A commission as its members see it: declare, then score. */
@ApiExcludeController()
@Controller('competitions/:competitionId/commissions/:stageId')
export class MemberPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly declareConflicts: DeclareConflicts,
  ) {}

  @Get()
  @Access.role(['commission-member'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, { competitionId, stageId }));
  }

  @Post('declarations')
  @Access.role(['commission-member'], 'competitionId')
  @Page()
  async declare(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const model = await this.#model(principal, where);
    // Only what was chosen: a member can declare on some now and on others later.
    const wishes = model.candidates.flatMap(({ applicationId }) => {
      const kind = DECLARATIONS.find((one) => one === textOf(body, `declare-${applicationId}`));
      return kind ? [{ applicationId, kind }] : [];
    });
    const result = await this.declareConflicts.run(principal, where, wishes);
    if (result.ok) return seeOther(reply, `/competitions/${competitionId}/commissions/${stageId}`);
    return this.pages.refused(request, reply, VIEW, { ...model, values: body }, result.refusal);
  }

  async #model(principal: Principal, where: Where) {
    const { tx } = this.database;
    const at = orThrow(await findCommission(tx, where));
    const seat = seatOf(at.commission, principal);
    const { candidates } = await candidatesFor(tx, at, principal);
    const lines = seat.ok ? candidates.map((one) => lineOf(seat.value, one)) : [];
    return {
      ...at,
      seat: seat.ok ? seat.value : null,
      kinds: DECLARATIONS,
      candidates: lines,
      undeclared: at.commission.state === 'sitting' ? lines.filter(({ own }) => own === 'declare') : [],
      allDone: lines.length > 0 && lines.every(({ status }) => isSettled(status)),
    };
  }
}

/** What a candidate asks of this member now. */
function lineOf(seat: MemberView, one: CandidateView) {
  const status = statusOf(one);
  const standing = one.standings.find(({ memberId }) => memberId === seat.id);
  const missing = expectedOf(one.standings).filter(({ sealed }) => !sealed).length;
  const own = isSettled(status)
    ? 'done'
    : !standing || standing.declared === null
      ? 'declare'
      : isRecused(standing)
        ? 'recused'
        : status === 'void'
          ? 'void'
          : standing.excused
            ? 'excused'
            : standing.sealed
              ? 'sealed'
              : 'score';
  const { applicationId, number, fullName, slot, rounds } = one;
  return { applicationId, number, fullName, slot, status, own, missing, round: rounds.at(-1)?.number ?? 1 };
}
