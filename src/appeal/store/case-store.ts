import type { Json } from '../../kernel/index.js';
import { clockOf, newId, type Clock } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { CaseState } from '../domain/case-state.js';

/** A challenged item of a competition. */
export interface CaseView {
  readonly id: string;
  readonly competitionId: string;
  readonly itemVersionId: string;
  readonly itemCode: string;
  readonly state: CaseState;
  readonly openedAt: Date;
  readonly clock: Clock;
  readonly decidedAt: Date | null;
  readonly challenges: number;
}

export interface ChallengeView {
  readonly id: string;
  readonly caseId: string;
  readonly sittingId: string;
  readonly candidateNumber: string;
  readonly position: number;
  readonly reasons: string;
  readonly source: string | null;
  readonly madeAt: Date;
}

export type RulingKind = 'reject' | 'annul' | 'rekey' | 'confirm' | 'return';

export interface RulingView {
  readonly id: string;
  readonly kind: RulingKind;
  readonly answerKey: Json | null;
  readonly reason: string;
  readonly accountId: string;
  readonly official: string;
  readonly at: Date;
}

type Row = Omit<CaseView, 'clock'> & { readonly dueAt: Date; readonly now: Date };

const CASE = `
  SELECT k.id, k.competition_id AS "competitionId", k.item_version_id AS "itemVersionId", i.code AS "itemCode", k.state,
    k.opened_at AS "openedAt", k.due_at AS "dueAt", k.decided_at AS "decidedAt", clock_timestamp() AS now,
    (SELECT count(*)::int FROM key_challenge h WHERE h.case_id = k.id) AS challenges
  FROM challenge_case k JOIN item_version v ON v.id = k.item_version_id JOIN item i ON i.id = v.item_id`;

const seen = ({ dueAt, now, ...view }: Row): CaseView => ({ ...view, clock: clockOf(dueAt, now) });

export async function caseById(tx: Tx, competitionId: string, caseId: string): Promise<CaseView | undefined> {
  const [found] = await rows<Row>(tx, `${CASE} WHERE k.id = $1 AND k.competition_id = $2`, [
    caseId,
    competitionId,
  ]);
  return found && seen(found);
}

/** A case for change: whoever else would decide it waits. */
export async function lockCase(tx: Tx, competitionId: string, caseId: string): Promise<CaseView | undefined> {
  await tx.query('SELECT 1 FROM challenge_case WHERE id = $1 FOR UPDATE', [caseId]);
  return caseById(tx, competitionId, caseId);
}

/** Cases of some competitions: those that wait for somebody first, by their clock; then the rest, the newest first. */
export async function casesOf(tx: Tx, competitionIds: readonly string[]): Promise<CaseView[]> {
  const found = await rows<Row>(
    tx,
    `${CASE} WHERE k.competition_id = ANY($1::uuid[])
     ORDER BY k.decided_at IS NOT NULL, CASE WHEN k.decided_at IS NULL THEN k.due_at END, k.decided_at DESC, k.id`,
    [competitionIds],
  );
  return found.map(seen);
}

/** The case of an item that is not decided yet, made where there is none. */
export async function openCase(
  tx: Tx,
  competitionId: string,
  itemVersionId: string,
  days: number,
): Promise<string> {
  await tx.query(
    `INSERT INTO challenge_case (id, competition_id, item_version_id, state, due_at)
     VALUES ($1, $2, $3, 'open', clock_timestamp() + make_interval(days => $4))
     ON CONFLICT (competition_id, item_version_id) WHERE state IN ('open', 'proposed', 'regrading') DO NOTHING`,
    [newId(), competitionId, itemVersionId, days],
  );
  const [found] = await rows<{ id: string }>(
    tx,
    `SELECT id FROM challenge_case WHERE competition_id = $1 AND item_version_id = $2
       AND state IN ('open', 'proposed', 'regrading') FOR UPDATE`,
    [competitionId, itemVersionId],
  );
  if (!found) throw new Error('A case is opened.');
  return found.id;
}

export async function setCaseState(tx: Tx, caseId: string, state: CaseState): Promise<void> {
  await tx.query(
    `UPDATE challenge_case SET state = $2,
       decided_at = CASE WHEN $2 IN ('rejected', 'accepted') THEN clock_timestamp() ELSE decided_at END WHERE id = $1`,
    [caseId, state],
  );
}

const CHALLENGE = `
  SELECT h.id, h.case_id AS "caseId", h.sitting_id AS "sittingId", s.candidate_number AS "candidateNumber", h.position,
    h.reasons, h.source, h.made_at AS "madeAt"
  FROM key_challenge h JOIN sitting s ON s.id = h.sitting_id`;

/** The challenges of a case, as they were made. */
export const challengesOf = (tx: Tx, caseId: string): Promise<ChallengeView[]> =>
  rows<ChallengeView>(tx, `${CHALLENGE} WHERE h.case_id = $1 ORDER BY h.made_at, h.id`, [caseId]);

/** What one candidate challenged, with what became of it. */
export async function ownChallenges(
  tx: Tx,
  sittingId: string,
): Promise<(ChallengeView & { readonly caseState: CaseState; readonly clock: Clock })[]> {
  const found = await rows<
    ChallengeView & { readonly caseState: CaseState; readonly dueAt: Date; readonly now: Date }
  >(
    tx,
    `SELECT c.*, k.state AS "caseState", k.due_at AS "dueAt", clock_timestamp() AS now FROM (${CHALLENGE}) c
     JOIN challenge_case k ON k.id = c."caseId" WHERE c."sittingId" = $1 ORDER BY c."madeAt"`,
    [sittingId],
  );
  return found.map(({ dueAt, now, ...one }) => ({ ...one, clock: clockOf(dueAt, now) }));
}

export async function keepChallenge(
  tx: Tx,
  one: Omit<ChallengeView, 'candidateNumber' | 'madeAt'>,
): Promise<boolean> {
  const kept = await rows(
    tx,
    `INSERT INTO key_challenge (id, case_id, sitting_id, position, reasons, source) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (case_id, sitting_id) DO NOTHING RETURNING 1`,
    [one.id, one.caseId, one.sittingId, one.position, one.reasons, one.source],
  );
  return kept.length > 0;
}

/** What was decided in a case, the newest last. */
export const rulingsOf = (tx: Tx, caseId: string): Promise<RulingView[]> =>
  rows<RulingView>(
    tx,
    `SELECT id, kind, answer_key AS "answerKey", reason, account_id AS "accountId", official, at
     FROM challenge_ruling WHERE case_id = $1 ORDER BY at, id`,
    [caseId],
  );

/** @returns its id. */
export async function keepRuling(
  tx: Tx,
  caseId: string,
  ruling: Omit<RulingView, 'id' | 'at'>,
): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO challenge_ruling (id, case_id, kind, answer_key, reason, account_id, official)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      caseId,
      ruling.kind,
      ruling.answerKey === null ? null : JSON.stringify(ruling.answerKey),
      ruling.reason,
      ruling.accountId,
      ruling.official,
    ],
  );
  return id;
}

/** Who wrote, reviewed or signed an item version: none of them decides on a challenge of it. */
export async function makersOf(tx: Tx, itemVersionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT author_id AS id FROM item_version WHERE id = $1 AND author_id IS NOT NULL
     UNION SELECT approved_by FROM item_version WHERE id = $1 AND approved_by IS NOT NULL
     UNION SELECT account_id FROM item_review WHERE item_version_id = $1
     UNION SELECT translator_id FROM item_translation WHERE item_version_id = $1 AND translator_id IS NOT NULL
     UNION SELECT signer_id FROM item_translation WHERE item_version_id = $1 AND signer_id IS NOT NULL`,
    [itemVersionId],
  );
  return found.map(({ id }) => id);
}

/** Sessions of a competition in which somebody handed in a form with an item version, and those sittings. */
export async function sittingsWithItem(
  tx: Tx,
  competitionId: string,
  itemVersionId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ session: string; sittings: string[] }>(
    tx,
    `SELECT s.session_id AS session, array_agg(s.id ORDER BY s.id) AS sittings
     FROM exam_session x JOIN sitting s ON s.session_id = x.id AND s.state = 'closed' JOIN form f ON f.sitting_id = s.id
     WHERE x.competition_id = $1 AND NOT x.rehearsal
       AND f.items @> jsonb_build_array(jsonb_build_object('itemVersionId', $2::text))
     GROUP BY s.session_id ORDER BY s.session_id`,
    [competitionId, itemVersionId],
  );
  return new Map(found.map(({ session, sittings }) => [session, sittings]));
}

/** In how many other competitions candidates had the same item version. */
export async function otherCompetitions(
  tx: Tx,
  competitionId: string,
  itemVersionId: string,
): Promise<string[]> {
  const found = await rows<{ code: string }>(
    tx,
    `SELECT DISTINCT c.code FROM item_exposure e JOIN exam_session x ON x.draw_id = e.draw_id
       JOIN competition c ON c.id = x.competition_id
     WHERE e.item_version_id = $2 AND c.id <> $1 AND NOT c.rehearsal ORDER BY 1`,
    [competitionId, itemVersionId],
  );
  return found.map(({ code }) => code);
}
