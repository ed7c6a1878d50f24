import { rows, type Tx } from '../../platform/index.js';

export interface VoteView {
  readonly memberId: string;
  readonly official: string;
  readonly chair: boolean;
  readonly approve: boolean;
  readonly opinion: string | null;
}

/** Votes on one list of those who sit now. @param listHash hex. */
export async function votesOn(tx: Tx, commissionId: string, listHash: string): Promise<VoteView[]> {
  return rows<VoteView>(
    tx,
    `SELECT v.member_id AS "memberId", m.official, m.function = 'chair' AS chair, v.approve, v.opinion
     FROM commission_vote v JOIN commission_member m ON m.id = v.member_id AND m.left_at IS NULL
     WHERE v.commission_id = $1 AND v.list_hash = decode($2, 'hex') ORDER BY m.function, m.official COLLATE "C", m.id`,
    [commissionId, listHash],
  );
}
