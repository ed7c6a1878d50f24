import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { accountsOf, Database, type Principal, type Tx } from '../../platform/index.js';
import { afterEvent } from '../domain/incident-state.js';
import { plainWords } from '../domain/plain-words.js';
import { keepAnswer } from '../store/incident-records.js';
import { factsOf, lockIncident, moveIncident, type IncidentView } from '../store/incident-store.js';
import { noIncident } from './known-incident.js';
import { tellOfIncident } from './tell-of-incident.js';

/**
 * A candidate answers an incident in their own words, once; or an official takes down what they say. A late answer is heard as
 * long as nobody has decided.
 */
@Injectable()
export class AnswerIncident {
  constructor(private readonly database: Database) {}

  /** Refusals: INCIDENT.NO_INCIDENT, INCIDENT.STATE (it is answered, or decided), INCIDENT.ANSWER. */
  async run(
    principal: Principal,
    sittingId: string,
    incidentId: string,
    text: string,
  ): Promise<Result<{ state: 'answered' }>> {
    const body = plainWords(text, 'INCIDENT.ANSWER', 'answer', 1);
    if (!body.ok) return body;
    return this.database.attempt(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      if (incident?.sittingId !== sittingId || incident.personId !== principal.personId) return noIncident();
      return keep(tx, incident, principal, body.value, null);
    });
  }

  /**
   * Whoever takes an answer down is a witness of it and does not decide, and has not opened the incident. The candidate is told,
   * and can still write themselves until somebody decides. The same refusals, and INCIDENT.TOOK_PART.
   */
  async dictated(
    principal: Principal,
    sessionId: string,
    incidentId: string,
    text: string,
  ): Promise<Result<{ state: 'answered' }>> {
    const body = plainWords(text, 'INCIDENT.ANSWER', 'answer', 1);
    if (!body.ok) return body;
    return this.database.attempt(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      if (incident?.sessionId !== sessionId) return noIncident();
      if (accountsOf(principal).some((one) => incident.openedByIds.includes(one)))
        return refuse(
          'forbidden',
          'INCIDENT.TOOK_PART',
          'You opened this: somebody else takes the answer down.',
        );
      if (incident.answer) return refuse('conflict', 'INCIDENT.STATE', 'It is answered already.');
      const kept = await keep(tx, incident, principal, body.value, principal.official);
      if (!kept.ok) return kept;
      const { state, until } = incident.answerClock;
      await (state === 'over'
        ? tellOfIncident(tx, 'incident-dictated-late', incident)
        : tellOfIncident(tx, 'incident-dictated', incident, until));
      await recordDecision(tx, principal, {
        action: 'incident-dictated',
        subject: incidentId,
        scopeId: sessionId,
      });
      return kept;
    });
  }
}

async function keep(
  tx: Tx,
  incident: IncidentView,
  principal: Principal,
  body: string,
  takenDown: string | null,
): Promise<Result<{ state: 'answered' }>> {
  const next = afterEvent(factsOf(incident, []), 'answer', []);
  if (!next.ok) return next;
  const { accountId, actingFor } = principal;
  await keepAnswer(tx, incident.id, { body, accountId, takenDown, ...(actingFor && { actingFor }) });
  await moveIncident(tx, incident.id, next.value);
  return ok({ state: 'answered' });
}
