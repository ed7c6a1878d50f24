import { Injectable } from '@nestjs/common';
import { isUuid, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { plainWords } from '../domain/plain-words.js';
import { keepEvidence, moveAnswerTime } from '../store/incident-records.js';
import { lockIncident, type IncidentView } from '../store/incident-store.js';
import { noIncident } from './known-incident.js';
import { tellOfIncident } from './tell-of-incident.js';

export interface Evidence {
  /** Numbers of signals of the sitting. */
  readonly signals?: readonly number[] | undefined;
  /** Ids of snapshots. */
  readonly snapshots?: readonly string[] | undefined;
  /** What whoever adds it saw or knows. */
  readonly note?: string | undefined;
}

/** Signals or snapshots that one incident rests on: more are no evidence but everything. */
export const MOST_EVIDENCE = 50;

/**
 * A named official adds evidence to an incident that waits for its candidate's answer: they are told, and have as long again to
 * answer. From then on the official is a witness and does not decide.
 */
@Injectable()
export class AddEvidence {
  constructor(private readonly database: Database) {}

  /** Refusals: INCIDENT.NO_INCIDENT, INCIDENT.STATE (it is decided), INCIDENT.NOTHING, and those of {@link addEvidence}. */
  async run(
    principal: Principal,
    sessionId: string,
    incidentId: string,
    evidence: Evidence,
  ): Promise<Result<{ added: number }>> {
    return this.database.attempt(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      if (incident?.sessionId !== sessionId) return noIncident();
      if (!takesEvidence(incident))
        return refuse(
          'conflict',
          'INCIDENT.STATE',
          'Its candidate has answered, the time for that is over, or it is decided.',
        );
      const added = await addEvidence(tx, principal, incident, evidence);
      if (!added.ok) return added;
      if (added.value === 0)
        return refuse('invalid', 'INCIDENT.NOTHING', 'Say what is added.', {
          fields: { note: 'INCIDENT.NOTHING' },
        });
      await tellOfIncident(
        tx,
        'incident-evidence',
        incident,
        await moveAnswerTime(tx, incidentId, sessionId),
      );
      await recordDecision(tx, principal, {
        action: 'incident-evidence',
        subject: incidentId,
        scopeId: sessionId,
      });
      return ok({ added: added.value });
    });
  }
}

/** The candidate answers to what there is: nothing is added once they have, or can no more in time. */
export const takesEvidence = ({ state, answerClock }: IncidentView): boolean =>
  state === 'open' && answerClock.state !== 'over';

/**
 * Adds evidence in the caller's transaction. @returns how much was new.
 *
 * Refusals: INCIDENT.NO_SIGNAL (the sitting has none of such a number), INCIDENT.NO_SNAPSHOT, INCIDENT.TOO_MUCH, INCIDENT.NOTE.
 */
export async function addEvidence(
  tx: Tx,
  principal: Principal,
  { id, sittingId }: { readonly id: string; readonly sittingId: string },
  { signals = [], snapshots = [], note = '' }: Evidence,
): Promise<Result<number>> {
  const numbers = [...new Set(signals.map(String))];
  const ids = [...new Set(snapshots.map((one) => one.toLowerCase()))];
  if (numbers.length + ids.length > MOST_EVIDENCE)
    return refuse('invalid', 'INCIDENT.TOO_MUCH', 'Name those that matter.', {
      fields: { signals: 'INCIDENT.TOO_MUCH' },
      data: { most: MOST_EVIDENCE },
    });
  if (!(await areSignals(tx, sittingId, numbers)))
    return refuse('invalid', 'INCIDENT.NO_SIGNAL', 'There is no such signal of this sitting.', {
      fields: { signals: 'INCIDENT.NO_SIGNAL' },
    });
  if (!(await areSnapshots(tx, sittingId, ids)))
    return refuse('invalid', 'INCIDENT.NO_SNAPSHOT', 'That is no snapshot.', {
      fields: { snapshots: 'INCIDENT.NO_SNAPSHOT' },
    });
  const words = note.trim() === '' ? ok('') : plainWords(note, 'INCIDENT.NOTE', 'note', 1);
  if (!words.ok) return words;
  const added = [
    await keepEvidence(tx, id, sittingId, 'signal', numbers, principal),
    await keepEvidence(tx, id, sittingId, 'snapshot', ids, principal),
    await keepEvidence(tx, id, sittingId, 'note', words.value === '' ? [] : [words.value], principal),
  ];
  return ok(added.reduce((sum, count) => sum + count, 0));
}

// Those that are named are locked: none is removed before it stands there as evidence.
async function areSignals(tx: Tx, sittingId: string, numbers: readonly string[]): Promise<boolean> {
  if (numbers.length === 0) return true;
  const found = await rows(
    tx,
    'SELECT 1 FROM watch_signal WHERE sitting_id = $1 AND number::text = ANY($2::text[]) ORDER BY number FOR SHARE',
    [sittingId, numbers],
  );
  return found.length === numbers.length;
}

async function areSnapshots(tx: Tx, sittingId: string, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return true;
  if (!ids.every(isUuid)) return false;
  const found = await rows(
    tx,
    `SELECT 1 FROM watch_snapshot WHERE sitting_id = $1 AND id = ANY($2::uuid[]) AND state = 'kept' ORDER BY id FOR SHARE`,
    [sittingId, ids],
  );
  return found.length === ids.length;
}
