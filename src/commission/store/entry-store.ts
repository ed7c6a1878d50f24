import { newId } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Levels, Verdict } from '../domain/judge-round.js';

export interface OpenedEntry {
  readonly applicationId: string;
  readonly round: number;
  readonly verdict: Verdict;
  readonly memberId: string;
  readonly official: string;
  readonly levels: Levels;
  readonly notes: string;
}

/** Scores of all members, of rounds in which all are in. Those of other rounds are read nowhere but by their own member. */
export async function openedEntries(tx: Tx, commissionId: string): Promise<OpenedEntry[]> {
  return rows<OpenedEntry>(
    tx,
    `SELECT o.application_id AS "applicationId", o.round, o.verdict, o.member_id AS "memberId", m.official, o.levels,
       o.notes
     FROM commission_opened_entry o JOIN commission_member m ON m.id = o.member_id
     WHERE o.commission_id = $1 ORDER BY o.round, m.function, m.official COLLATE "C", m.id`,
    [commissionId],
  );
}

export interface OwnEntry {
  readonly levels: Levels;
  readonly notes: string;
  readonly sealedAt: Date | null;
}

/** What a member has written down in a round. */
export async function ownEntry(tx: Tx, roundId: string, memberId: string): Promise<OwnEntry | undefined> {
  const [entry] = await rows<OwnEntry>(
    tx,
    `SELECT levels, notes, sealed_at AS "sealedAt" FROM commission_entry WHERE round_id = $1 AND member_id = $2`,
    [roundId, memberId],
  );
  return entry;
}

/** The round in hand; the first one begins with whoever needs it first. */
export async function beginRound(tx: Tx, commissionId: string, applicationId: string): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO commission_round (id, commission_id, application_id, number) VALUES ($1, $2, $3, 1)`,
    [id, commissionId, applicationId],
  );
  return id;
}

export async function saveEntry(
  tx: Tx,
  entry: {
    readonly roundId: string;
    readonly memberId: string;
    readonly levels: Levels;
    readonly notes: string;
    readonly seal: boolean;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO commission_entry (round_id, member_id, levels, notes, sealed_at)
     VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN clock_timestamp() END)
     ON CONFLICT (round_id, member_id) DO UPDATE
       SET levels = EXCLUDED.levels, notes = EXCLUDED.notes, saved_at = clock_timestamp(), sealed_at = EXCLUDED.sealed_at`,
    [entry.roundId, entry.memberId, JSON.stringify(entry.levels), entry.notes, entry.seal],
  );
}

/** The levels of a round, for judging it in the transaction that closes it. */
export async function sealedLevels(tx: Tx, roundId: string): Promise<Levels[]> {
  const found = await rows<{ levels: Levels }>(
    tx,
    'SELECT levels FROM commission_entry WHERE round_id = $1 AND sealed_at IS NOT NULL',
    [roundId],
  );
  return found.map(({ levels }) => levels);
}
