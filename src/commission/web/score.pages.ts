import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
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
import { accommodationsOf } from '../../sitting/index.js';
import { statusOf } from '../domain/candidate-status.js';
import { DECLARATIONS, mayDeclare } from '../domain/declare.js';
import type { Guide } from '../domain/guide.js';
import { expectedOf, neededOf } from '../domain/quorum.js';
import { ownEntry } from '../store/entry-store.js';
import { guideOf } from '../store/guide-store.js';
import { DeclareConflicts } from '../use-cases/declare-conflicts.js';
import { ExcuseMember } from '../use-cases/excuse-member.js';
import { candidateIn, findCommission, seatOf, type Where } from '../use-cases/in-commission.js';
import { OpenSecondRound } from '../use-cases/open-second-round.js';
import { RecordAbsence } from '../use-cases/record-absence.js';
import { mayScore, ScoreCandidate } from '../use-cases/score-candidate.js';
import { knownId } from './commission.controller.js';

const VIEW = 'commission/web/views/score.njk';
const ACTS = ['score', 'declare', 'again', 'excuse', 'absent', 'came'] as const;
const LONGEST_NOTES = 8000;
const LONGEST_TEXT = 2000;

/** The interview: the guide beside the fields for the scores, and what the chair does about one candidate. */
@ApiExcludeController()
@Controller('competitions/:competitionId/commissions/:stageId/candidates/:applicationId')
export class ScorePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly scoreCandidate: ScoreCandidate,
    private readonly declareConflicts: DeclareConflicts,
    private readonly openSecondRound: OpenSecondRound,
    private readonly excuseMember: ExcuseMember,
    private readonly recordAbsence: RecordAbsence,
  ) {}

  @Get()
  @Access.role(['commission-member'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Query() query: Record<string, unknown>,
  ): Promise<string> {
    const model = await this.#model(principal, { competitionId, stageId }, applicationId);
    return this.pages.html(request, VIEW, { ...model, saved: 'saved' in query });
  }

  @Post()
  @Access.role(['commission-member'], 'competitionId')
  @Page()
  async act(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const model = await this.#model(principal, where, applicationId);
    const act = ACTS.find((one) => one === textOf(body, 'act')) ?? 'score';
    const result = await this.#do(act, principal, where, applicationId, model.guide, body);
    const here = `/competitions/${competitionId}/commissions/${stageId}`;
    if (result.ok) {
      const draft = act === 'score' && textOf(body, 'seal') !== 'yes';
      return seeOther(reply, `${here}/candidates/${applicationId}${draft ? '?saved=1' : ''}`);
    }
    const values = act === 'score' ? { ...body, act } : { ...model.values, ...body, act };
    return this.pages.refused(request, reply, VIEW, { ...model, values }, result.refusal);
  }

  #do(
    act: (typeof ACTS)[number],
    principal: Principal,
    where: Where,
    applicationId: string,
    guide: Guide,
    body: Typed,
  ): Promise<Result<unknown>> {
    const reason = textOf(body, 'reason').slice(0, LONGEST_TEXT);
    switch (act) {
      case 'declare': {
        const kind = DECLARATIONS.find((one) => one === textOf(body, 'kind')) ?? 'other';
        return this.declareConflicts.run(principal, where, [{ applicationId, kind }]);
      }
      case 'again':
        return this.openSecondRound.run(
          principal,
          where,
          applicationId,
          textOf(body, 'discussion').slice(0, LONGEST_TEXT),
        );
      case 'excuse':
        return this.excuseMember.run(principal, where, {
          applicationId,
          memberId: textOf(body, 'memberId'),
          reason,
        });
      case 'absent':
        return this.recordAbsence.run(principal, where, applicationId, reason);
      case 'came':
        return this.recordAbsence.takeBack(principal, where, applicationId);
      case 'score':
        return this.scoreCandidate.run(principal, where, {
          applicationId,
          levels: levelsFrom(body, guide),
          notes: textOf(body, 'notes').slice(0, LONGEST_NOTES),
          seal: textOf(body, 'seal') === 'yes',
        });
    }
  }

  async #model(principal: Principal, where: Where, applicationId: string) {
    const { tx } = this.database;
    const at = orThrow(await findCommission(tx, where));
    const seat = orThrow(seatOf(at.commission, principal));
    const candidate = orThrow(await candidateIn(tx, at, knownId(applicationId)));
    const { guide } = await guideOf(tx, at.commission);
    const round = candidate.rounds.at(-1);
    const entry = round && (await ownEntry(tx, round.id, seat.id));
    const own = candidate.standings.find(({ memberId }) => memberId === seat.id);
    const may = mayScore(candidate, seat);
    const status = statusOf(candidate);
    const isSitting = at.commission.state === 'sitting';
    const missing = expectedOf(candidate.standings).filter(({ sealed }) => !sealed);
    const nameOf = (id: string) => at.commission.members.find((one) => one.id === id)?.official ?? '';
    const isOpen = isSitting && (status === 'waits' || status === 'scoring');
    return {
      ...at,
      seat,
      candidate,
      guide,
      round: round?.number ?? 1,
      discussion: round?.discussion ?? null,
      status,
      entry,
      sealed: own?.sealed ?? false,
      scores: isSitting && may.ok,
      refused: may.ok ? null : may.refusal.code.replace('COMMISSION.', ''),
      declares: isSitting && mayDeclare(own?.declared ?? null, 'other', own?.sealed ?? false).ok && isOpen,
      kinds: DECLARATIONS.filter((kind) => kind !== 'none'),
      missing: missing.length,
      // Not oneself: whoever chairs and does not score says so as a conflict, or lets another chair.
      excusable: isOpen ? missing.map(({ memberId }) => ({ memberId, official: nameOf(memberId) })) : [],
      noQuorum:
        isOpen &&
        expectedOf(candidate.standings).length < neededOf(candidate.standings, at.commission.quorum),
      isChair: seat.function === 'chair' && isSitting,
      mayBeAbsent: isOpen && !candidate.standings.some(({ sealed }) => sealed) && !round?.closedAt,
      needs: await accommodationsOf(tx, applicationId),
      values: {
        ...Object.fromEntries(
          Object.entries(entry?.levels ?? {}).map(([code, level]) => [`level-${code}`, String(level)]),
        ),
        notes: entry?.notes ?? '',
      } as Record<string, unknown>,
    };
  }
}

/** The levels that are chosen. */
const levelsFrom = (body: Typed, guide: Guide): Record<string, number> =>
  Object.fromEntries(
    guide.competencies.flatMap(({ code }) => {
      const level = textOf(body, `level-${code}`);
      return /^\d{1,2}$/.test(level) ? [[code, Number(level)]] : [];
    }),
  );
