import type { Principal, Tx } from '../../platform/index.js';
import { statusOf } from '../domain/candidate-status.js';
import { isRecused } from '../domain/quorum.js';
import { candidatesOf, newApplications, type CandidateView } from '../store/candidate-store.js';
import type { CandidateResult } from '../store/result-store.js';
import { viewerOf, type Viewer } from '../use-cases/read-scores.js';
import type { AtCommission } from '../use-cases/in-commission.js';
import type {
  CandidateScoresDto,
  CommissionCandidateDto,
  CommissionProgressDto,
} from './dto/commission.dto.js';

/** Whose names somebody sees: those of the candidates of their own commission, HR all of them. */
export async function candidatesFor(
  tx: Tx,
  at: AtCommission,
  principal: Principal,
): Promise<{ readonly viewer: Viewer; readonly candidates: readonly CandidateView[] }> {
  const viewer = await viewerOf(tx, at, principal);
  if (viewer === 'nobody' || at.commission.state === 'forming') return { viewer, candidates: [] };
  const candidates = await candidatesOf(tx, at.commission.id, at.stage);
  return {
    viewer,
    candidates: viewer === 'auditor' ? candidates.map((one) => ({ ...one, fullName: '' })) : candidates,
  };
}

/** How far a commission has come; it tells of no score. */
export async function progressOf(tx: Tx, at: AtCommission): Promise<CommissionProgressDto> {
  const { commission, stage } = at;
  const candidates = await candidatesOf(tx, commission.id, stage);
  const of = (status: string) => candidates.filter((one) => statusOf(one) === status).length;
  return {
    candidates: candidates.length,
    scored: of('scored'),
    absent: of('absent'),
    voided: of('void'),
    undeclared: candidates
      .filter(({ absence }) => !absence)
      .flatMap(({ standings }) => standings)
      .filter(({ declared }) => declared === null).length,
    late: (await newApplications(tx, commission.id, stage)).length,
  };
}

export const candidateDto = (one: CandidateView): CommissionCandidateDto => ({
  applicationId: one.applicationId,
  number: one.number,
  fullName: one.fullName === '' ? null : one.fullName,
  status: statusOf(one),
  round: one.rounds.at(-1)?.number ?? 0,
  slot: one.slot && {
    startsAt: one.slot.startsAt,
    minutes: one.slot.minutes,
    timeZone: one.slot.timeZone,
    place: one.slot.place,
  },
  members: one.standings.map((standing) => ({
    memberId: standing.memberId,
    declared: standing.declared === null ? null : isRecused(standing) ? 'conflict' : 'none',
    excused: standing.excused,
    sealed: standing.sealed,
  })),
});

export const scoresDto = (one: CandidateResult): CandidateScoresDto => ({
  applicationId: one.applicationId,
  number: one.number,
  status: statusOf(one),
  points: one.points,
  rounds: one.judged.map(({ number, verdict, discussion, points, competencies, entries }) => ({
    number,
    verdict,
    discussion,
    points,
    competencies,
    scores: entries.map(({ official, levels, notes }) => ({ official, levels, notes })),
  })),
});
