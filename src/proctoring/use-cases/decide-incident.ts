import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { accountsOf, Database, type Principal, type Tx } from '../../platform/index.js';
import {
  afterEvent,
  outcomesOf,
  type IncidentEvent,
  type IncidentOutcome,
  type IncidentState,
  type ReviewOutcome,
} from '../domain/incident-state.js';
import { plainWords } from '../domain/plain-words.js';
import { keepDecision, keepReview } from '../store/incident-records.js';
import {
  factsOf,
  lockIncident,
  moveIncident,
  witnessesOf,
  type IncidentView,
} from '../store/incident-store.js';
import { holdingIncident } from '../store/held-sittings.js';
import { noIncident } from './known-incident.js';
import { tellOfIncident } from './tell-of-incident.js';

export interface IncidentRuling {
  readonly outcome: IncidentOutcome;
  /** After a failure: whether they sit again in a session that replaces this one. */
  readonly again?: 'no' | 'replacement' | undefined;
  readonly reason: string;
}

/**
 * A second person decides an incident with reasons that its candidate reads; where it was contested, a third one reviews that
 * decision. Neither took part in what happened. What was decided is carried out once it is final: never before the candidate
 * could contest it.
 */
@Injectable()
export class DecideIncident {
  constructor(private readonly database: Database) {}

  /**
   * Refusals: INCIDENT.NO_INCIDENT, INCIDENT.SAY_WHY, INCIDENT.OUTCOME (it does not fit the kind), INCIDENT.AGAIN (nobody sits
   * again but after a failure), INCIDENT.TOOK_PART, INCIDENT.WAITS, INCIDENT.STATE.
   */
  async run(
    principal: Principal,
    sessionId: string,
    incidentId: string,
    ruling: IncidentRuling,
  ): Promise<Result<{ state: 'cleared' | 'found' }>> {
    const reason = plainWords(ruling.reason, 'INCIDENT.SAY_WHY', 'reason');
    if (!reason.ok) return reason;
    const { outcome, again = 'no' } = ruling;
    return this.database.attempt(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      if (incident?.sessionId !== sessionId) return noIncident();
      const next = await after(tx, principal, incident, outcome === 'none' ? 'clear' : 'find');
      if (!next.ok) return next;
      if (!outcomesOf(incident.kind).includes(outcome))
        return refuse('invalid', 'INCIDENT.OUTCOME', 'An incident of this kind does not end so.', {
          fields: { outcome: 'INCIDENT.OUTCOME' },
        });
      if (again !== 'no' && outcome !== 'void-failure')
        return refuse('invalid', 'INCIDENT.AGAIN', 'Only after a failure somebody sits again.', {
          fields: { again: 'INCIDENT.AGAIN' },
        });
      const { accountId, official, actingFor } = principal;
      const until = await keepDecision(tx, incidentId, sessionId, {
        outcome,
        again,
        reason: reason.value,
        accountId,
        official,
        ...(actingFor && { actingFor }),
      });
      await moveIncident(tx, incidentId, next.value);
      const isHeld = (await holdingIncident(tx, incident.sittingId, incident.id)) !== undefined;
      const cleared = isHeld ? 'incident-decided-held' : 'incident-decided';
      await tellOfIncident(tx, until ? 'incident-found' : cleared, incident, until);
      await recordDecision(tx, principal, {
        action: `incident-${outcome}`,
        subject: incidentId,
        scopeId: sessionId,
      });
      return ok({ state: outcome === 'none' ? 'cleared' : 'found' });
    });
  }

  /** Refusals: INCIDENT.NO_INCIDENT, INCIDENT.SAY_WHY, INCIDENT.TOOK_PART, INCIDENT.STATE. */
  async review(
    principal: Principal,
    sessionId: string,
    incidentId: string,
    { outcome, ...ruling }: { readonly outcome: ReviewOutcome; readonly reason: string },
  ): Promise<Result<{ state: 'cleared' | 'final' }>> {
    const reason = plainWords(ruling.reason, 'INCIDENT.SAY_WHY', 'reason');
    if (!reason.ok) return reason;
    return this.database.attempt(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      if (incident?.sessionId !== sessionId) return noIncident();
      const isUpheld = outcome === 'upheld';
      const next = await after(tx, principal, incident, isUpheld ? 'uphold' : 'overturn');
      if (!next.ok) return next;
      const { accountId, official, actingFor } = principal;
      await keepReview(tx, incidentId, {
        outcome,
        reason: reason.value,
        accountId,
        official,
        ...(actingFor && { actingFor }),
      });
      await moveIncident(tx, incidentId, next.value);
      await tellOfIncident(tx, 'incident-reviewed', incident);
      await recordDecision(tx, principal, {
        action: `incident-${outcome}`,
        subject: incidentId,
        scopeId: sessionId,
      });
      return ok({ state: isUpheld ? 'final' : 'cleared' });
    });
  }
}

async function after(
  tx: Tx,
  principal: Principal,
  incident: IncidentView,
  event: Exclude<IncidentEvent, 'lapse'>,
): Promise<Result<IncidentState>> {
  if (principal.personId !== null && principal.personId === incident.personId)
    return refuse('forbidden', 'INCIDENT.TOOK_PART', 'Nobody decides about themselves.');
  return afterEvent(factsOf(incident, await witnessesOf(tx, incident.id)), event, accountsOf(principal));
}

/** Whether an official is none of those who may not decide on or review an incident. */
export async function mayRule(tx: Tx, principal: Principal, incident: IncidentView): Promise<boolean> {
  const barred = [...(await witnessesOf(tx, incident.id)), incident.decision?.accountId];
  const isOwn = principal.personId !== null && principal.personId === incident.personId;
  return !isOwn && !accountsOf(principal).some((one) => barred.includes(one));
}
