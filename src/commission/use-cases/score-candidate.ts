import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { statusOf } from '../domain/candidate-status.js';
import { codesOf, levelsOf } from '../domain/guide.js';
import type { Levels } from '../domain/judge-round.js';
import { isRecused } from '../domain/quorum.js';
import type { CandidateView, MemberStanding } from '../store/candidate-store.js';
import type { MemberView } from '../store/commission-store.js';
import { beginRound, saveEntry } from '../store/entry-store.js';
import { guideOf } from '../store/guide-store.js';
import { closeIfAllIn } from './close-if-all-in.js';
import {
  candidateIn,
  seatOf,
  subjectOf,
  whileSitting,
  type AtCommission,
  type Where,
} from './in-commission.js';

export interface EntryWish {
  readonly applicationId: string;
  readonly levels: Levels;
  /** The member's own. */
  readonly notes: string;
  /** True: it is final, and opens once all are in. */
  readonly seal: boolean;
}

/**
 * A member's own scores of a candidate: written down as often as they like, sealed once. Nobody sees them before all who
 * score this candidate have sealed theirs; then all are open at once.
 *
 * Refusals: COMMISSION.NOT_A_MEMBER, COMMISSION.NO_CANDIDATE, COMMISSION.LEVEL, COMMISSION.LEVELS_MISSING (sealing with
 * fields), those of {@link mayScore} and {@link whileSitting}.
 */
@Injectable()
export class ScoreCandidate {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, where: Where, wish: EntryWish): Promise<Result<{ sealed: boolean }>> {
    return whileSitting<{ sealed: boolean }>(this.database, where, async (tx, at) => {
      const seat = seatOf(at.commission, principal);
      if (!seat.ok) return seat;
      const candidate = await candidateIn(tx, at, wish.applicationId);
      if (!candidate.ok) return candidate;
      const own = mayScore(candidate.value, seat.value);
      if (!own.ok) return own;
      const levels = await this.#levels(tx, at, wish);
      if (!levels.ok) return levels;
      const roundId =
        candidate.value.rounds.at(-1)?.id ?? (await beginRound(tx, at.commission.id, wish.applicationId));
      await saveEntry(tx, { ...wish, roundId, memberId: seat.value.id });
      if (!wish.seal) return ok({ sealed: false });
      await recordDecision(tx, principal, {
        action: 'commission-score-sealed',
        subject: subjectOf(at, candidate.value.number),
        scopeId: where.competitionId,
      });
      await closeIfAllIn(tx, at, wish.applicationId);
      return ok({ sealed: true });
    });
  }

  async #levels(tx: Tx, at: AtCommission, { levels, seal }: EntryWish): Promise<Result<Levels>> {
    const { guide } = await guideOf(tx, at.commission);
    const codes = codesOf(guide);
    const most = levelsOf(guide);
    const isOdd = ([code, level]: readonly [string, number]) =>
      !codes.includes(code) || !Number.isInteger(level) || level < 1 || level > most;
    if (Object.entries(levels).some(isOdd))
      return refuse('invalid', 'COMMISSION.LEVEL', 'The guide has no such competency or level.');
    const missing = codes.filter((code) => levels[code] === undefined);
    if (seal && missing.length > 0)
      return refuse('invalid', 'COMMISSION.LEVELS_MISSING', 'Score each competency before you seal.', {
        fields: Object.fromEntries(missing.map((code) => [`level-${code}`, 'COMMISSION.LEVEL_MISSING'])),
      });
    return ok(levels);
  }
}

/**
 * Refusals: COMMISSION.ABSENT, COMMISSION.ROUND_OVER, COMMISSION.UNDECLARED, COMMISSION.RECUSED, COMMISSION.EXCUSED,
 * COMMISSION.SEALED.
 */
export function mayScore(
  candidate: CandidateView,
  seat: Pick<MemberView, 'id'>,
): Result<MemberStanding | undefined> {
  const status = statusOf(candidate);
  if (status === 'absent') return refuse('conflict', 'COMMISSION.ABSENT', 'The candidate did not come.');
  const own = candidate.standings.find(({ memberId }) => memberId === seat.id);
  if (own && isRecused(own))
    return refuse('conflict', 'COMMISSION.RECUSED', 'You have stepped aside from this candidate.');
  if (status === 'scored' || status === 'void')
    return refuse('conflict', 'COMMISSION.ROUND_OVER', 'The scores of this round are open already.');
  if (!own || own.declared === null)
    return refuse(
      'conflict',
      'COMMISSION.UNDECLARED',
      'Declare first whether you have a conflict of interest.',
    );
  if (own.excused) return refuse('conflict', 'COMMISSION.EXCUSED', 'The chair has excused you here.');
  if (own.sealed) return refuse('conflict', 'COMMISSION.SEALED', 'You have sealed your scores.');
  return ok(own);
}
