import type { CompetitionView, StageView } from '../../competition/index.js';
import { isUuid, mentionsPart, ok, refuse, wordsOf, type Result } from '../../kernel/index.js';
import type { Database, Principal, Tx } from '../../platform/index.js';
import { candidatesOf, type CandidateView } from '../store/candidate-store.js';
import {
  commissionOf,
  lockStage,
  stageBefore,
  type CommissionView,
  type MemberView,
} from '../store/commission-store.js';

/** Which commission: the one of a stage, as addresses name it. */
export interface Where {
  readonly competitionId: string;
  readonly stageId: string;
}

export interface AtStage {
  readonly competition: CompetitionView;
  readonly stage: StageView;
}

export interface AtCommission extends AtStage {
  readonly commission: CommissionView;
}

export const noStage = () =>
  refuse('not-found', 'COMMISSION.NO_STAGE', 'There is no such stage before a commission.');
export const notSetUp = () =>
  refuse('not-found', 'COMMISSION.NOT_SET_UP', 'This stage has no commission yet.');

/** The code of what a commission decides on: its competition and stage, and the candidate's number where it is about one. */
export const subjectOf = ({ competition, stage }: AtStage, number?: string): string =>
  [competition.code, stage.code, ...(number ? [number] : [])].join('/');

/** Reads a commission. Refusals: COMMISSION.NO_STAGE, COMMISSION.NOT_SET_UP. */
export async function findCommission(tx: Tx, where: Where): Promise<Result<AtCommission>> {
  const found = await stageBefore(tx, where.competitionId, where.stageId);
  if (!found) return noStage();
  const commission = await commissionOf(tx, where.stageId);
  return commission ? ok({ ...found, commission }) : notSetUp();
}

/** Changes a commission: one change at a time. Refusals: those of {@link findCommission}, and the work's own. */
export function inCommission<T>(
  database: Database,
  where: Where,
  work: (tx: Tx, at: AtCommission) => Promise<Result<T>>,
): Promise<Result<T>> {
  return database.attempt(async (tx) => {
    if (!isUuid(where.stageId)) return noStage();
    await lockStage(tx, where.stageId);
    const found = await findCommission(tx, where);
    return found.ok ? work(tx, found.value) : found;
  });
}

/** As {@link inCommission}, while the commission sits. Refusal: COMMISSION.NOT_SITTING. */
export const whileSitting = <T>(
  database: Database,
  where: Where,
  work: (tx: Tx, at: AtCommission) => Promise<Result<T>>,
): Promise<Result<T>> =>
  inCommission(database, where, async (tx, at) =>
    at.commission.state === 'sitting'
      ? work(tx, at)
      : refuse('conflict', 'COMMISSION.NOT_SITTING', 'The commission is not sitting now.'),
  );

/** Refusal: COMMISSION.NOT_A_MEMBER. */
export function seatOf(commission: CommissionView, principal: Principal): Result<MemberView> {
  const seat = commission.members.find(({ accountId }) => accountId === principal.accountId);
  return seat
    ? ok(seat)
    : refuse('conflict', 'COMMISSION.NOT_A_MEMBER', 'You do not sit in this commission.');
}

/** Refusals: COMMISSION.NOT_A_MEMBER, COMMISSION.CHAIR_ONLY. */
export function chairOf(commission: CommissionView, principal: Principal): Result<MemberView> {
  const seat = seatOf(commission, principal);
  if (!seat.ok || seat.value.function === 'chair') return seat;
  return refuse('conflict', 'COMMISSION.CHAIR_ONLY', 'The chair does this.');
}

/** Refusal: COMMISSION.NO_CANDIDATE. */
export async function candidateIn(
  tx: Tx,
  { commission, stage }: AtCommission,
  applicationId: string,
): Promise<Result<CandidateView>> {
  const candidate = (await candidatesOf(tx, commission.id, stage)).find(
    (one) => one.applicationId === applicationId,
  );
  return candidate
    ? ok(candidate)
    : refuse('not-found', 'COMMISSION.NO_CANDIDATE', 'The commission sees no such candidate.');
}

/** Whether a text that goes into the protocol names a candidate, or a part of a name. */
export async function namesCandidate(tx: Tx, { commission, stage }: AtCommission, text: string) {
  const words = wordsOf(text);
  const candidates = await candidatesOf(tx, commission.id, stage);
  return candidates.some(({ fullName }) => mentionsPart(words, fullName));
}

export const textNames = (field: string) =>
  refuse('invalid', 'COMMISSION.TEXT_NAMES', 'The text has a candidate’s name in it.', {
    fields: { [field]: 'COMMISSION.TEXT_NAMES' },
  });

/** @returns the text without spaces around it. Refusal: COMMISSION.SAY_WHY. */
export const reasonOf = (text: string, field = 'reason'): Result<string> =>
  text.trim().length >= 3
    ? ok(text.trim())
    : refuse('invalid', 'COMMISSION.SAY_WHY', 'Say why.', { fields: { [field]: 'COMMISSION.SAY_WHY' } });
