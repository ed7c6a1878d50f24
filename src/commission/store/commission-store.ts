import {
  competitionById,
  isBeforeCommission,
  stageById,
  type CompetitionView,
  type StageView,
} from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { CommissionState } from '../domain/commission-state.js';
import type { MemberFunction } from '../domain/composition.js';
import type { QuorumShare } from '../domain/quorum.js';

export interface MemberView {
  readonly id: string;
  readonly accountId: string;
  readonly function: MemberFunction;
  readonly outside: boolean;
  readonly organisation: string | null;
  /** Name and position. */
  readonly official: string;
}

export interface CommissionView {
  readonly id: string;
  readonly stageId: string;
  readonly state: CommissionState;
  /** Of the composition. */
  readonly version: number;
  readonly quorum: QuorumShare;
  readonly largestGap: number;
  /** Null while it forms. */
  readonly guideVersion: number | null;
  readonly openedAt: Date | null;
  readonly concludedAt: Date | null;
  /** Who sit now: the chair first, then by name. */
  readonly members: readonly MemberView[];
}

/** A stage that a commission scores, and its competition; the address may name anything. */
export async function stageBefore(
  tx: Tx,
  competitionId: string,
  stageId: string,
): Promise<{ readonly competition: CompetitionView; readonly stage: StageView } | undefined> {
  const stage = isUuid(stageId) ? await stageById(tx, stageId) : undefined;
  if (stage?.competitionId !== competitionId || !isBeforeCommission(stage.kind)) return undefined;
  const competition = await competitionById(tx, competitionId);
  return competition && { competition, stage };
}

/** The commission of a stage, or undefined where none is set up. */
export async function commissionOf(tx: Tx, stageId: string): Promise<CommissionView | undefined> {
  const [found] = await rows<Omit<CommissionView, 'members'>>(
    tx,
    `SELECT id, stage_id AS "stageId", state, version,
       json_build_object('numerator', quorum_numerator, 'denominator', quorum_denominator) AS quorum,
       largest_gap AS "largestGap", guide_version AS "guideVersion", opened_at AS "openedAt",
       concluded_at AS "concludedAt"
     FROM commission WHERE stage_id = $1`,
    [stageId],
  );
  return found && { ...found, members: await membersOf(tx, found.id) };
}

/** One at a time: until the transaction ends nobody else changes anything of a stage's commission. */
export async function lockStage(tx: Tx, stageId: string): Promise<void> {
  await rows(tx, 'SELECT 1 FROM competition_stage WHERE id = $1 FOR NO KEY UPDATE', [stageId]);
}

async function membersOf(tx: Tx, commissionId: string): Promise<MemberView[]> {
  return rows<MemberView>(
    tx,
    `SELECT id, account_id AS "accountId", function, outside, organisation, official
     FROM commission_member WHERE commission_id = $1 AND left_at IS NULL
     ORDER BY function, official COLLATE "C", id`,
    [commissionId],
  );
}

export interface OwnCommission {
  readonly competitionId: string;
  readonly stageId: string;
  readonly state: CommissionState;
  readonly title: Readonly<Record<string, string>>;
  readonly competition: Readonly<Record<string, string>>;
}

/** Commissions that somebody sits in and that have been opened; those that sit still first. */
export async function commissionsOfAccount(tx: Tx, accountId: string): Promise<OwnCommission[]> {
  return rows<OwnCommission>(
    tx,
    `SELECT s.competition_id AS "competitionId", s.id AS "stageId", c.state, s.title, p.title AS competition
     FROM commission_member m JOIN commission c ON c.id = m.commission_id JOIN competition_stage s ON s.id = c.stage_id
       JOIN competition p ON p.id = s.competition_id
     WHERE m.account_id = $1 AND m.left_at IS NULL AND c.state <> 'forming'
     ORDER BY c.state DESC, c.opened_at DESC, c.id LIMIT 50`,
    [accountId],
  );
}
