import { Injectable } from '@nestjs/common';
import { ok, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { afterEvent } from '../domain/incident-state.js';
import { plainWords } from '../domain/plain-words.js';
import { keepContest } from '../store/incident-records.js';
import { factsOf, lockIncident, moveIncident, type IncidentView } from '../store/incident-store.js';
import { noIncident } from './known-incident.js';

/** A candidate contests what was found, once and with reasons; or accepts it, and need not wait for the days to pass. */
@Injectable()
export class ContestIncident {
  constructor(private readonly database: Database) {}

  /** Refusals: INCIDENT.NO_INCIDENT, INCIDENT.STATE, INCIDENT.CONTEST_OVER, INCIDENT.SAY_WHY. */
  async run(
    principal: Principal,
    sittingId: string,
    incidentId: string,
    text: string,
  ): Promise<Result<{ state: 'contested' }>> {
    const reason = plainWords(text, 'INCIDENT.SAY_WHY', 'reason');
    if (!reason.ok) return reason;
    return this.database.attempt(async (tx) => {
      const found = await own(tx, principal, sittingId, incidentId);
      if (!found) return noIncident();
      const next = afterEvent(factsOf(found, []), 'contest', []);
      if (!next.ok) return next;
      await keepContest(tx, incidentId, reason.value);
      await moveIncident(tx, incidentId, next.value);
      return ok({ state: 'contested' });
    });
  }

  /** Refusals: INCIDENT.NO_INCIDENT, INCIDENT.STATE. */
  async accept(
    principal: Principal,
    sittingId: string,
    incidentId: string,
  ): Promise<Result<{ state: 'final' }>> {
    return this.database.attempt(async (tx) => {
      const found = await own(tx, principal, sittingId, incidentId);
      if (!found) return noIncident();
      const next = afterEvent(factsOf(found, []), 'accept', []);
      if (!next.ok) return next;
      await moveIncident(tx, incidentId, next.value);
      return ok({ state: 'final' });
    });
  }
}

async function own(
  tx: Tx,
  principal: Principal,
  sittingId: string,
  incidentId: string,
): Promise<IncidentView | undefined> {
  const incident = await lockIncident(tx, incidentId);
  return incident?.sittingId === sittingId && incident.personId === principal.personId ? incident : undefined;
}
