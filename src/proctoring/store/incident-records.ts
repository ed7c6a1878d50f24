import { placeOf, rows, type Principal, type Tx } from '../../platform/index.js';
import type { IncidentKind, IncidentOutcome, ReviewOutcome } from '../domain/incident-state.js';

type By = Pick<Principal, 'accountId' | 'official' | 'actingFor'>;

/**
 * Days to answer an incident, and to contest what was found, where the jurisdiction profile states none (`incidentAnswer`,
 * `incidentContest` among its deadlines). Long enough to get advice and for a weekend to pass; short, for a result is held.
 */
const ANSWER_DAYS = 5;
const CONTEST_DAYS = 5;

// A day is 24 hours, as the kernel's deadline clock counts.
const daysOf = (deadline: string, otherwise: number, session: string): string =>
  `(SELECT clock_timestamp() + make_interval(days => coalesce((p.body #>> '{deadlines,${deadline}}')::int, ${String(otherwise)}))
    FROM exam_session x JOIN competition c ON c.id = x.competition_id
      JOIN jurisdiction_profile p ON p.code = c.profile_code AND p.version = c.profile_version WHERE x.id = ${session})`;

/** @returns until when the candidate can answer. */
export async function keepIncident(
  tx: Tx,
  one: {
    readonly id: string;
    readonly sittingId: string;
    readonly sessionId: string;
    readonly kind: IncidentKind;
    readonly what: string;
  } & By,
): Promise<Date> {
  const [kept] = await rows<{ until: Date }>(
    tx,
    `INSERT INTO incident (id, sitting_id, kind, what, state, account_id, official, answer_until, acting_for)
     VALUES ($1, $2, $3, $4, 'open', $5, $6, ${daysOf('incidentAnswer', ANSWER_DAYS, '$7::uuid')}, $8) RETURNING answer_until AS until`,
    [one.id, one.sittingId, one.kind, one.what, one.accountId, one.official, one.sessionId, placeOf(one)],
  );
  if (!kept) throw new Error('An incident is kept.');
  return kept.until;
}

/**
 * Adds evidence. Of a signal what it says is copied: the signal itself may be removed later. What is there already is left out.
 * @returns how many were new; of signals those that there are.
 */
export async function keepEvidence(
  tx: Tx,
  incidentId: string,
  sittingId: string,
  kind: 'signal' | 'snapshot' | 'note',
  refs: readonly string[],
  by: By,
): Promise<number> {
  const kept = await rows(
    tx,
    `INSERT INTO incident_evidence (incident_id, number, kind, ref, copied, account_id, official, acting_for)
     SELECT $1, (SELECT coalesce(max(number), 0) FROM incident_evidence WHERE incident_id = $1) + row_number() OVER (ORDER BY r.place),
       $3, r.ref, CASE WHEN w.number IS NOT NULL
         THEN jsonb_build_object('kind', w.kind, 'at', w.at, 'lastedMs', w.lasted_ms, 'detail', w.detail) END, $5, $6, $7
     FROM unnest($4::text[]) WITH ORDINALITY AS r (ref, place)
       LEFT JOIN watch_signal w ON $3 = 'signal' AND w.sitting_id = $2 AND w.number::text = r.ref
     WHERE $3 <> 'signal' OR w.number IS NOT NULL
     ON CONFLICT (incident_id, kind, ref) WHERE kind <> 'note' DO NOTHING RETURNING 1`,
    [incidentId, sittingId, kind, refs, by.accountId, by.official, placeOf(by)],
  );
  return kept.length;
}

export async function keepAnswer(
  tx: Tx,
  incidentId: string,
  one: Pick<By, 'accountId' | 'actingFor'> & { readonly body: string; readonly takenDown: string | null },
): Promise<void> {
  // What was taken down before the candidate wrote themselves stays as what that official has to say of it.
  await tx.query(
    `INSERT INTO incident_evidence (incident_id, number, kind, ref, account_id, official, acting_for, at)
     SELECT incident_id, (SELECT coalesce(max(number), 0) + 1 FROM incident_evidence WHERE incident_id = $1), 'note', body,
       account_id, taken_down, acting_for, at
     FROM incident_answer WHERE incident_id = $1 AND taken_down IS NOT NULL`,
    [incidentId],
  );
  await tx.query(
    `INSERT INTO incident_answer (incident_id, body, account_id, taken_down, acting_for) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (incident_id) DO UPDATE SET body = $2, account_id = $3, taken_down = $4, acting_for = $5,
       at = clock_timestamp()`,
    [incidentId, one.body, one.accountId, one.takenDown, placeOf(one)],
  );
}

/** The candidate has as long again to answer to what was added. @returns until when. */
export async function moveAnswerTime(tx: Tx, incidentId: string, sessionId: string): Promise<Date> {
  const [moved] = await rows<{ until: Date }>(
    tx,
    `UPDATE incident SET answer_until = greatest(answer_until, ${daysOf('incidentAnswer', ANSWER_DAYS, '$2::uuid')})
     WHERE id = $1 RETURNING answer_until AS until`,
    [incidentId, sessionId],
  );
  if (!moved) throw new Error('An incident is kept.');
  return moved.until;
}

/** @returns until when it can be contested; null where nothing was found. */
export async function keepDecision(
  tx: Tx,
  incidentId: string,
  sessionId: string,
  one: {
    readonly outcome: IncidentOutcome;
    readonly again: 'no' | 'replacement';
    readonly reason: string;
  } & By,
): Promise<Date | null> {
  const [kept] = await rows<{ until: Date | null }>(
    tx,
    `INSERT INTO incident_decision (incident_id, outcome, again, reason, account_id, official, acting_for, contest_until)
     VALUES ($1, $2, $3, $4, $5, $6, $8, CASE WHEN $2 <> 'none' THEN ${daysOf('incidentContest', CONTEST_DAYS, '$7::uuid')} END)
     RETURNING contest_until AS until`,
    [incidentId, one.outcome, one.again, one.reason, one.accountId, one.official, sessionId, placeOf(one)],
  );
  return kept?.until ?? null;
}

export async function keepContest(tx: Tx, incidentId: string, reason: string): Promise<void> {
  await tx.query('INSERT INTO incident_contest (incident_id, reason) VALUES ($1, $2)', [incidentId, reason]);
}

export async function keepReview(
  tx: Tx,
  incidentId: string,
  one: { readonly outcome: ReviewOutcome; readonly reason: string } & By,
): Promise<void> {
  await tx.query(
    `INSERT INTO incident_review (incident_id, outcome, reason, account_id, official, acting_for) VALUES ($1, $2, $3, $4, $5, $6)`,
    [incidentId, one.outcome, one.reason, one.accountId, one.official, placeOf(one)],
  );
}

/** Whether an incident rests on a snapshot: whoever rules on it sees it then. */
export async function isEvidence(tx: Tx, snapshotId: string): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM incident_evidence WHERE kind = 'snapshot' AND ref = $1 LIMIT 1`,
    [snapshotId.toLowerCase()],
  );
  return found.length > 0;
}
