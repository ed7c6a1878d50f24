import { isUuid, refuse } from '../../kernel/index.js';
import { RefusalError, type Principal, type Tx } from '../../platform/index.js';
import { incidentById, type IncidentView } from '../store/incident-store.js';

export const noIncident = () => refuse('not-found', 'INCIDENT.NO_INCIDENT', 'There is no such incident.');

/** An incident of a session. @throws RefusalError INCIDENT.NO_INCIDENT. */
export async function knownIncident(tx: Tx, sessionId: string, incidentId: string): Promise<IncidentView> {
  const found = isUuid(incidentId) ? await incidentById(tx, incidentId) : undefined;
  if (found?.sessionId !== sessionId) throw new RefusalError(noIncident().refusal);
  return found;
}

/** An incident of a sitting of whoever asks. @throws RefusalError INCIDENT.NO_INCIDENT. */
export async function ownIncident(
  tx: Tx,
  principal: Principal,
  sittingId: string,
  incidentId: string,
): Promise<IncidentView> {
  const found = isUuid(incidentId) ? await incidentById(tx, incidentId) : undefined;
  if (found?.sittingId !== sittingId || found.personId !== principal.personId)
    throw new RefusalError(noIncident().refusal);
  return found;
}
