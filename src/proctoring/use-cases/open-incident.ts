import { Injectable } from '@nestjs/common';
import { isUuid, newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { holdSession, noSession } from '../../session/index.js';
import { lockSitting, sittingById } from '../../sitting/index.js';
import type { IncidentKind } from '../domain/incident-state.js';
import { plainWords } from '../domain/plain-words.js';
import { keepIncident } from '../store/incident-records.js';
import { addEvidence, type Evidence } from './add-evidence.js';
import { tellOfIncident } from './tell-of-incident.js';

export interface IncidentWish extends Evidence {
  readonly kind: IncidentKind;
  /** What happened, in plain words. */
  readonly what: string;
}

/**
 * A named proctor or exam officer opens an incident about a sitting that is open or closed: its candidate is told and can
 * answer, and its result is held until the incident is settled. Afterwards, once the results are out, an appeal is the way.
 *
 * Refusals: SITTING.NO_SESSION, INCIDENT.NO_SITTING, INCIDENT.REHEARSAL, INCIDENT.RELEASED, INCIDENT.VOID, INCIDENT.WHAT, and
 * those of {@link addEvidence}.
 */
@Injectable()
export class OpenIncident {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    sessionId: string,
    sittingId: string,
    wish: IncidentWish,
  ): Promise<Result<{ incidentId: string }>> {
    const what = plainWords(wish.what, 'INCIDENT.WHAT', 'what');
    if (!what.ok) return what;
    return this.database.attempt(async (tx) => {
      // A release comes before it or waits for it: nobody's result comes out beside an incident.
      const session = await holdSession(tx, sessionId);
      if (!session) return noSession();
      // Declared void at the same moment: before it or after, never both.
      if (isUuid(sittingId)) await lockSitting(tx, sittingId);
      const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
      if (sitting?.sessionId !== sessionId)
        return refuse('not-found', 'INCIDENT.NO_SITTING', 'There is no such sitting in this session.');
      if (session.rehearsal)
        return refuse('conflict', 'INCIDENT.REHEARSAL', 'Nobody is a candidate in a rehearsal.');
      if (session.releasedAt)
        return refuse(
          'conflict',
          'INCIDENT.RELEASED',
          'The results are out: what is wrong now is for an appeal.',
        );
      if (sitting.state === 'void')
        return refuse('conflict', 'INCIDENT.VOID', 'This sitting is void already.');
      const incidentId = newId();
      const { accountId, official, actingFor } = principal;
      const until = await keepIncident(tx, {
        id: incidentId,
        sittingId,
        sessionId,
        kind: wish.kind,
        what: what.value,
        accountId,
        official,
        ...(actingFor && { actingFor }),
      });
      const added = await addEvidence(tx, principal, { id: incidentId, sittingId }, wish);
      if (!added.ok) return added;
      await tellOfIncident(
        tx,
        'incident-opened',
        { id: incidentId, sittingId, personId: sitting.personId, sessionTitle: session.title },
        until,
      );
      await recordDecision(tx, principal, {
        action: 'incident-opened',
        subject: incidentId,
        scopeId: sessionId,
        reason: wish.kind,
      });
      return ok({ incidentId });
    });
  }
}
