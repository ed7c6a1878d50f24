import { rows, type Tx } from '../../platform/index.js';
import type { AppealAbout, AppealState, Ground, Outcome, Remedy } from '../domain/appeal-state.js';
import { clockOf, type Clock } from '../../kernel/index.js';

export interface DecisionView {
  readonly outcome: Outcome;
  readonly remedy: Remedy;
  readonly ground: Ground;
  /** Hundredths: of a mark that was corrected. */
  readonly points: number | null;
  readonly reason: string;
  readonly official: string;
  readonly decidedAt: string;
}

export interface AppealView {
  readonly id: string;
  readonly sittingId: string;
  readonly sessionId: string;
  readonly competitionId: string;
  readonly competitionTitle: Readonly<Record<string, string>>;
  readonly sessionTitle: Readonly<Record<string, string>>;
  readonly personId: string;
  readonly candidateNumber: string;
  readonly about: AppealAbout;
  readonly position: number | null;
  readonly body: string;
  readonly state: AppealState;
  readonly madeAt: Date;
  readonly clock: Clock;
  readonly takenBy: string | null;
  readonly takenOfficial: string | null;
  readonly endedAt: Date | null;
  readonly decision: DecisionView | null;
  readonly files: number;
}

type Row = Omit<AppealView, 'clock'> & { readonly dueAt: Date; readonly now: Date };

const APPEAL = `
  SELECT a.id, a.sitting_id AS "sittingId", s.session_id AS "sessionId", x.competition_id AS "competitionId",
    c.title AS "competitionTitle", x.title AS "sessionTitle", s.person_id AS "personId",
    s.candidate_number AS "candidateNumber", a.about, a.position, a.body, a.state, a.made_at AS "madeAt", a.due_at AS "dueAt",
    a.taken_by AS "takenBy", nullif(concat_ws(', ', t.display_name, t.position), '') AS "takenOfficial",
    a.ended_at AS "endedAt", clock_timestamp() AS now,
    CASE WHEN d.appeal_id IS NOT NULL THEN json_build_object('outcome', d.outcome, 'remedy', d.remedy, 'ground', d.ground,
      'points', d.points, 'reason', d.reason, 'official', d.official, 'decidedAt', d.decided_at) END AS decision,
    (SELECT count(*)::int FROM appeal_file f WHERE f.appeal_id = a.id) AS files
  FROM appeal a JOIN sitting s ON s.id = a.sitting_id JOIN exam_session x ON x.id = s.session_id
    JOIN competition c ON c.id = x.competition_id LEFT JOIN appeal_decision d ON d.appeal_id = a.id
    LEFT JOIN account t ON t.id = a.taken_by`;

const seen = ({ dueAt, now, ...view }: Row): AppealView => ({ ...view, clock: clockOf(dueAt, now) });

export async function appealById(tx: Tx, appealId: string): Promise<AppealView | undefined> {
  const [found] = await rows<Row>(tx, `${APPEAL} WHERE a.id = $1`, [appealId]);
  return found && seen(found);
}

/** An appeal for change: whoever else would move it waits. */
export async function lockAppeal(tx: Tx, appealId: string): Promise<AppealView | undefined> {
  await tx.query('SELECT 1 FROM appeal WHERE id = $1 FOR UPDATE', [appealId]);
  return appealById(tx, appealId);
}

/** Appeals in some scopes (sessions, or what is around them): those that wait first, by their clock. */
export async function appealsIn(tx: Tx, scopeIds: readonly string[]): Promise<AppealView[]> {
  const found = await rows<Row>(
    tx,
    `${APPEAL} WHERE x.id = ANY($1::uuid[])
     ORDER BY a.state IN ('decided', 'withdrawn'), CASE WHEN a.ended_at IS NULL THEN a.due_at END, a.ended_at DESC, a.id
     LIMIT 500`,
    [scopeIds],
  );
  return found.map(seen);
}

export async function appealsOfSitting(tx: Tx, sittingId: string): Promise<AppealView[]> {
  const found = await rows<Row>(tx, `${APPEAL} WHERE a.sitting_id = $1 ORDER BY a.made_at`, [sittingId]);
  return found.map(seen);
}

/** Keeps an appeal. @returns false where the same one waits already. */
export async function keepAppeal(
  tx: Tx,
  one: Pick<AppealView, 'id' | 'sittingId' | 'about' | 'position' | 'body'> & { readonly days: number },
): Promise<boolean> {
  const kept = await rows(
    tx,
    `INSERT INTO appeal (id, sitting_id, about, position, body, state, due_at)
     VALUES ($1, $2, $3, $4, $5, 'submitted', clock_timestamp() + make_interval(days => $6))
     ON CONFLICT DO NOTHING RETURNING 1`,
    [one.id, one.sittingId, one.about, one.position, one.body, one.days],
  );
  return kept.length > 0;
}

export async function moveAppeal(
  tx: Tx,
  appealId: string,
  state: AppealState,
  takenBy: string | null = null,
): Promise<void> {
  await tx.query(
    `UPDATE appeal SET state = $2,
       taken_by = coalesce($3, taken_by), taken_at = CASE WHEN $3::uuid IS NULL THEN taken_at ELSE clock_timestamp() END,
       ended_at = CASE WHEN $2 IN ('decided', 'withdrawn') THEN clock_timestamp() END WHERE id = $1`,
    [appealId, state, takenBy],
  );
}

export async function keepDecision(
  tx: Tx,
  appealId: string,
  one: Omit<DecisionView, 'decidedAt'> & { readonly accountId: string },
): Promise<Date> {
  const [kept] = await rows<{ at: Date }>(
    tx,
    `INSERT INTO appeal_decision (appeal_id, outcome, remedy, ground, points, reason, account_id, official)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING decided_at AS at`,
    [appealId, one.outcome, one.remedy, one.ground, one.points, one.reason, one.accountId, one.official],
  );
  return (kept as { at: Date }).at;
}

export interface FileView {
  readonly number: number;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly addedAt: Date;
}

export const filesOf = (tx: Tx, appealId: string): Promise<FileView[]> =>
  rows<FileView>(
    tx,
    `SELECT number, name, media_type AS "mediaType", length(bytes) AS size, added_at AS "addedAt"
     FROM appeal_file WHERE appeal_id = $1 ORDER BY number`,
    [appealId],
  );

export async function fileBytes(
  tx: Tx,
  appealId: string,
  number: number,
): Promise<(Pick<FileView, 'name' | 'mediaType'> & { readonly bytes: Buffer }) | undefined> {
  const [found] = await rows<Pick<FileView, 'name' | 'mediaType'> & { readonly bytes: Buffer }>(
    tx,
    'SELECT name, media_type AS "mediaType", bytes FROM appeal_file WHERE appeal_id = $1 AND number = $2',
    [appealId, number],
  );
  return found;
}

export async function keepFile(
  tx: Tx,
  appealId: string,
  file: {
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Buffer;
    readonly hash: Buffer;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO appeal_file (appeal_id, number, name, media_type, bytes, hash)
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM appeal_file WHERE appeal_id = $1`,
    [appealId, file.name, file.mediaType, file.bytes, file.hash],
  );
}

/** How appeals of a competition ended: what is public of them are counts. */
export interface AppealCounts {
  readonly waiting: number;
  readonly upheld: number;
  readonly partly: number;
  readonly rejected: number;
  readonly withdrawn: number;
}

export async function appealCounts(tx: Tx, competitionId: string): Promise<AppealCounts> {
  const [counts] = await rows<AppealCounts>(
    tx,
    `SELECT count(*) FILTER (WHERE a.state IN ('submitted', 'taken'))::int AS waiting,
       count(*) FILTER (WHERE d.outcome = 'upheld')::int AS upheld,
       count(*) FILTER (WHERE d.outcome = 'partly')::int AS partly,
       count(*) FILTER (WHERE d.outcome = 'rejected')::int AS rejected,
       count(*) FILTER (WHERE a.state = 'withdrawn')::int AS withdrawn
     FROM appeal a JOIN sitting s ON s.id = a.sitting_id JOIN exam_session x ON x.id = s.session_id
       LEFT JOIN appeal_decision d ON d.appeal_id = a.id
     WHERE x.competition_id = $1 AND NOT x.rehearsal`,
    [competitionId],
  );
  return counts ?? { waiting: 0, upheld: 0, partly: 0, rejected: 0, withdrawn: 0 };
}
