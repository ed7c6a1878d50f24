import { rows, type Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';
import { sittingById, voidOf, voidOne } from '../../sitting/index.js';
import { afterEvent } from '../domain/incident-state.js';
import { factsOf, lockIncident, moveIncident, type IncidentView } from '../store/incident-store.js';

/** SQL: whether an incident is decided for good. @param i the alias of incident. @param d that of its decision. */
const isFinal = (i: string, d: string): string =>
  `(${i}.state IN ('cleared', 'final') OR ${i}.state = 'found' AND ${d}.contest_until <= clock_timestamp())`;

// Nobody is sent to sit again while it is not known whether another incident of theirs lets them.
const DUE = `
  FROM incident i JOIN sitting s ON s.id = i.sitting_id LEFT JOIN incident_decision d ON d.incident_id = i.id
  WHERE i.settled_at IS NULL AND ${isFinal('i', 'd')}
    AND (i.state = 'cleared' OR d.again = 'no' OR NOT EXISTS (
      SELECT 1 FROM incident other LEFT JOIN incident_decision od ON od.incident_id = other.id
      WHERE other.sitting_id = i.sitting_id AND other.settled_at IS NULL AND NOT ${isFinal('other', 'od')}))`;

/** What stands as the reason where an incident declared a sitting void: the incident has the reasons. */
const reasonOf = (incidentId: string): string => `Incident ${incidentId}`;

/** The incident by which a sitting was declared void for a reason; undefined where something else did. */
export const voidingIncident = async (
  tx: Tx,
  sittingId: string,
  reason: string,
): Promise<string | undefined> =>
  (await rows<{ id: string }>(tx, 'SELECT id FROM incident WHERE sitting_id = $1', [sittingId])).find(
    ({ id }) => reasonOf(id) === reason,
  )?.id;

/** Sessions with incidents that are decided for good and not settled. */
export async function sessionsToSettle(tx: Tx): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT DISTINCT s.session_id AS id ${DUE} ORDER BY 1 LIMIT 100`,
  );
  return found.map(({ id }) => id);
}

/** What became of a sitting whose incident is settled. */
export interface SettledIncident {
  readonly sittingId: string;
  readonly personId: string;
  /** Whose decision it was, as it is signed. */
  readonly official: string;
  /** Declared void by it; false: its result counts. */
  readonly isVoided: boolean;
}

/**
 * Settles the incidents of a session that are decided for good, in the caller's transaction, which has locked the session: a
 * sitting is declared void by the name of whoever decided so last, or its result is held by this incident no more. Results
 * that are out are the caller's to publish again. Of several incidents of a sitting those by which nobody sits again come first.
 * An incident whose decision cannot be carried out any more is not settled.
 */
export async function settleIncidents(tx: Tx, session: SessionView): Promise<SettledIncident[]> {
  const due = await rows<{ id: string }>(
    tx,
    `SELECT i.id ${DUE} AND s.session_id = $1 ORDER BY coalesce(d.again, 'no') <> 'no', i.id`,
    [session.id],
  );
  const settled: SettledIncident[] = [];
  for (const { id } of due) {
    const incident = await lockIncident(tx, id);
    // Contested in the last moment, perhaps, or settled by another worker.
    const next = incident && afterEvent(factsOf(incident, []), 'settle', []);
    if (!incident || !next?.ok) continue;
    const by = incident.review ?? incident.decision;
    if (!by) throw new Error('What is decided for good has a decision.');
    const isVoided = await carryOut(tx, session, incident, by);
    if (isVoided === undefined) continue;
    await moveIncident(tx, id, next.value);
    settled.push({
      sittingId: incident.sittingId,
      personId: incident.personId,
      official: by.official,
      isVoided,
    });
  }
  return settled;
}

/**
 * @returns whether the sitting was declared void now. False also where it was before, with the whole session or without sitting again: then
 * nothing is left to do. Undefined where it was declared void alone and its candidate sits again.
 */
async function carryOut(
  tx: Tx,
  session: SessionView,
  { id, sittingId, decision, review }: IncidentView,
  by: { readonly accountId: string; readonly official: string },
): Promise<boolean | undefined> {
  const isStanding = review?.outcome !== 'overturned';
  if (!decision || !isStanding || decision.outcome === 'none' || decision.outcome === 'noted') return false;
  const sitting = await sittingById(tx, sittingId);
  if (!sitting) throw new Error('An incident is of a sitting.');
  // The reasons are for the candidate, who reads them with the incident.
  const voided = await voidOne(tx, by, session, sitting, {
    cause: decision.outcome === 'void-misconduct' ? 'misconduct' : 'failure',
    again: decision.again,
    reason: reasonOf(id),
  });
  if (voided.ok) return true;
  const before = await voidOf(tx, sittingId);
  const isLeft = before?.cause !== 'session' && before?.again !== 'no' && decision.again === 'no';
  return isLeft ? undefined : false;
}
