import { clockOf, isUuid, type Clock } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type {
  IncidentFacts,
  IncidentKind,
  IncidentOutcome,
  IncidentState,
  ReviewOutcome,
} from '../domain/incident-state.js';
import { STEP_RANK } from './incident-rank.js';
import type { SignalView } from './signal-store.js';

export interface EvidenceView {
  readonly number: number;
  readonly kind: 'signal' | 'snapshot' | 'note';
  /** The number of a signal, the id of a snapshot, or a note itself. */
  readonly ref: string;
  readonly copied: {
    readonly kind: string;
    readonly at: string;
    readonly lastedMs: number | null;
    /** As {@link SignalView} has it; missing in what was copied before it was kept. */
    readonly detail?: SignalView['detail'];
  } | null;
  readonly official: string;
  readonly at: string;
}

interface AnswerView {
  readonly body: string;
  /** To whom it was dictated; null: the candidate wrote it. */
  readonly takenDown: string | null;
  readonly at: string;
}

interface DecisionView {
  readonly outcome: IncidentOutcome;
  readonly again: 'no' | 'replacement';
  readonly reason: string;
  readonly accountId: string;
  readonly official: string;
  readonly at: string;
}

export interface IncidentView {
  readonly id: string;
  readonly sittingId: string;
  readonly sessionId: string;
  readonly personId: string;
  readonly candidateNumber: string;
  readonly sessionTitle: Readonly<Record<string, string>>;
  readonly kind: IncidentKind;
  readonly what: string;
  readonly state: IncidentState;
  readonly openedBy: string;
  /** Whoever opened it, and in whose place. */
  readonly openedByIds: readonly string[];
  readonly openedAt: Date;
  readonly answerClock: Clock;
  /** Null before something was found. */
  readonly contestClock: Clock | null;
  readonly settledAt: Date | null;
  readonly evidence: readonly EvidenceView[];
  readonly answer: AnswerView | null;
  readonly decision: DecisionView | null;
  readonly contest: { readonly reason: string; readonly at: string } | null;
  readonly review: {
    readonly outcome: ReviewOutcome;
    readonly reason: string;
    readonly accountId: string;
    readonly official: string;
    readonly at: string;
  } | null;
}

type Row = Omit<IncidentView, 'answerClock' | 'contestClock'> & {
  readonly answerUntil: Date;
  readonly contestUntil: Date | null;
  readonly now: Date;
};

const INCIDENT = `
  SELECT i.id, i.sitting_id AS "sittingId", s.session_id AS "sessionId", s.person_id AS "personId",
    s.candidate_number AS "candidateNumber", x.title AS "sessionTitle", i.kind, i.what, i.state, i.official AS "openedBy", array_remove(ARRAY[i.account_id, i.acting_for], NULL) AS "openedByIds",
    i.opened_at AS "openedAt", i.answer_until AS "answerUntil", d.contest_until AS "contestUntil", i.settled_at AS "settledAt",
    coalesce((SELECT json_agg(json_build_object('number', e.number, 'kind', e.kind, 'ref', e.ref, 'copied', e.copied,
      'official', e.official, 'at', e.at) ORDER BY e.number) FROM incident_evidence e WHERE e.incident_id = i.id), '[]') AS evidence,
    CASE WHEN a.incident_id IS NOT NULL THEN json_build_object('body', a.body, 'takenDown', a.taken_down, 'at', a.at) END AS answer,
    CASE WHEN d.incident_id IS NOT NULL THEN json_build_object('outcome', d.outcome, 'again', d.again, 'reason', d.reason,
      'accountId', d.account_id, 'official', d.official, 'at', d.at) END AS decision,
    CASE WHEN c.incident_id IS NOT NULL THEN json_build_object('reason', c.reason, 'at', c.at) END AS contest,
    CASE WHEN r.incident_id IS NOT NULL THEN json_build_object('outcome', r.outcome, 'reason', r.reason,
      'accountId', r.account_id, 'official', r.official, 'at', r.at) END AS review,
    clock_timestamp() AS now
  FROM incident i JOIN sitting s ON s.id = i.sitting_id JOIN exam_session x ON x.id = s.session_id
    LEFT JOIN incident_answer a ON a.incident_id = i.id LEFT JOIN incident_decision d ON d.incident_id = i.id
    LEFT JOIN incident_contest c ON c.incident_id = i.id LEFT JOIN incident_review r ON r.incident_id = i.id`;

const seen = ({ answerUntil, contestUntil, now, ...view }: Row): IncidentView => ({
  ...view,
  answerClock: clockOf(answerUntil, now),
  contestClock: contestUntil && clockOf(contestUntil, now),
});

export async function incidentById(tx: Tx, incidentId: string): Promise<IncidentView | undefined> {
  const [found] = await rows<Row>(tx, `${INCIDENT} WHERE i.id = $1`, [incidentId]);
  return found && seen(found);
}

/** An incident for change: whoever else would move it waits. Undefined where there is none, whatever the id looks like. */
export async function lockIncident(tx: Tx, incidentId: string): Promise<IncidentView | undefined> {
  if (!isUuid(incidentId)) return undefined;
  await tx.query('SELECT 1 FROM incident WHERE id = $1 FOR UPDATE', [incidentId]);
  return incidentById(tx, incidentId);
}

/** An incident with its place in the list of its session. */
export interface ListedIncident extends IncidentView {
  readonly rank: number;
}

/**
 * Incidents of a session: those that wait for somebody first, then those that the platform carries out, then those that are over;
 * among equals the oldest first. @param after the last one of the page before; null: the first page.
 */
export async function incidentsOf(
  tx: Tx,
  sessionId: string,
  after: { readonly rank: number; readonly id: string } | null,
  limit: number,
): Promise<ListedIncident[]> {
  const found = await rows<Row & { readonly rank: number }>(
    tx,
    `SELECT one.*, ${STEP_RANK} AS rank FROM (${INCIDENT}) one
       JOIN incident i ON i.id = one.id LEFT JOIN incident_answer a ON a.incident_id = i.id
       LEFT JOIN incident_decision d ON d.incident_id = i.id
     WHERE one."sessionId" = $1 AND ($2::int IS NULL
       OR (${STEP_RANK}, i.opened_at, i.id) > ($2, (SELECT opened_at FROM incident WHERE id = $3), $3::uuid))
     ORDER BY rank, i.opened_at, i.id LIMIT $4`,
    [sessionId, after?.rank ?? null, after?.id ?? null, limit],
  );
  return found.map(({ rank, ...row }) => ({ ...seen(row), rank }));
}

/** The incidents of a person's sittings, the newest first. @param sittingId of one sitting alone; null: of all. */
export async function incidentsAbout(
  tx: Tx,
  personId: string,
  sittingId: string | null = null,
): Promise<IncidentView[]> {
  const found = await rows<Row>(
    tx,
    `${INCIDENT} WHERE s.person_id = $1 AND ($2::uuid IS NULL OR s.id = $2) ORDER BY i.opened_at DESC, i.id LIMIT 100`,
    [personId, sittingId],
  );
  return found.map(seen);
}

/**
 * The accounts that are a part of what happened, with those in whose place they acted: they opened this incident or another one of
 * its sitting, gave evidence of either, took the answer down, or did something about this candidate in the session, at the door or
 * since. What was taken back or done anew is so in the decisions alone: a row of how it stands now has its last author.
 */
export async function witnessesOf(tx: Tx, incidentId: string): Promise<string[]> {
  const found = await rows<{ id: string | null }>(
    tx,
    `WITH it AS (SELECT i.id, s.id AS sitting_id, s.session_id, s.application_id
       FROM incident i JOIN sitting s ON s.id = i.sitting_id WHERE i.id = $1),
     part AS (
       SELECT o.account_id, o.acting_for FROM incident o JOIN it ON it.sitting_id = o.sitting_id
       UNION SELECT e.account_id, e.acting_for FROM incident_evidence e
         JOIN incident o ON o.id = e.incident_id JOIN it ON it.sitting_id = o.sitting_id
       UNION SELECT a.account_id, a.acting_for FROM incident_answer a JOIN it ON it.id = a.incident_id
         WHERE a.taken_down IS NOT NULL
       UNION SELECT NULL, d.acting_for FROM incident_decision d JOIN it ON it.id = d.incident_id
       UNION SELECT e.account_id, e.acting_for FROM sitting_end e JOIN it ON it.sitting_id = e.sitting_id
       UNION SELECT l.account_id, l.acting_for FROM late_ruling l JOIN it ON it.sitting_id = l.sitting_id
       UNION SELECT x.account_id, x.acting_for FROM watch_excuse x
         JOIN it ON x.session_id = it.session_id AND x.application_id = it.application_id
       UNION SELECT c.account_id, c.acting_for FROM time_change c JOIN it ON it.sitting_id = c.sitting_id
       UNION SELECT d.account_id, d.acting_for FROM session_admission d
         JOIN it ON d.session_id = it.session_id AND d.application_id = it.application_id
       -- An incident's own decisions are about the incident, by its id.
       UNION SELECT d.account_id, d.acting_for FROM decision d
         JOIN it ON d.scope_id = it.session_id AND (d.subject = it.application_id::text OR d.subject IN (
           SELECT o.candidate_number FROM sitting o WHERE o.session_id = it.session_id AND o.application_id = it.application_id)))
     SELECT account_id AS id FROM part UNION SELECT acting_for FROM part`,
    [incidentId],
  );
  return found.flatMap(({ id }) => id ?? []);
}

/** What acts on an incident are judged by. */
export const factsOf = (
  { state, answer, decision, answerClock, contestClock }: IncidentView,
  witnesses: readonly string[],
): IncidentFacts => ({
  state,
  witnesses,
  decider: decision?.accountId ?? null,
  isTakenDown: answer !== null && answer.takenDown !== null,
  isAnswerOver: answerClock.state === 'over',
  isContestOver: contestClock?.state === 'over',
});

export async function moveIncident(tx: Tx, incidentId: string, state: IncidentState): Promise<void> {
  await tx.query(
    `UPDATE incident SET state = $2, settled_at = CASE WHEN $2 = 'settled' THEN clock_timestamp() END WHERE id = $1`,
    [incidentId, state],
  );
}
