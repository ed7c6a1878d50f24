import type { Json } from '../../kernel/index.js';
import { nextStep } from '../domain/incident-state.js';
import { factsOf, type IncidentView } from '../store/incident-store.js';

/** An incident as it is shown, to officials and to its candidate alike: who holds which account is nobody's business. */
export const shownIncident = (incident: IncidentView) => {
  const { decision, review } = incident;
  const { id, sittingId, sessionId, candidateNumber, kind, what, state, openedBy, openedAt } = incident;
  return {
    id,
    sittingId,
    sessionId,
    candidateNumber,
    kind,
    what,
    state,
    next: nextStep(factsOf(incident, [])),
    openedBy,
    openedAt,
    answerUntil: incident.answerClock.until,
    contestUntil: incident.contestClock?.until ?? null,
    settledAt: incident.settledAt,
    evidence: [...incident.evidence],
    answer: incident.answer,
    decision: decision && {
      outcome: decision.outcome,
      again: decision.again,
      reason: decision.reason,
      official: decision.official,
      at: decision.at,
    },
    contest: incident.contest,
    review: review && {
      outcome: review.outcome,
      reason: review.reason,
      official: review.official,
      at: review.at,
    },
  };
};

/** The same for the export of one's own record, with whoever opened it under the name that all rows have for an official. */
export const exportedIncident = (incident: IncidentView): Record<string, Json> =>
  JSON.parse(JSON.stringify({ official: incident.openedBy, ...shownIncident(incident) })) as Record<
    string,
    Json
  >;
