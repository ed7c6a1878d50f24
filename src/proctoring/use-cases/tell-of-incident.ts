import { postNotice } from '../../notice/index.js';
import type { Tx } from '../../platform/index.js';
import type { IncidentView } from '../store/incident-store.js';

/** The candidate hears of a step of an incident. @param until the deadline that begins with it. */
export const tellOfIncident = (
  tx: Tx,
  kind:
    | 'incident-opened'
    | 'incident-evidence'
    | 'incident-dictated'
    | 'incident-dictated-late'
    | 'incident-decided'
    | 'incident-decided-held'
    | 'incident-found'
    | 'incident-reviewed',
  incident: Pick<IncidentView, 'id' | 'sittingId' | 'personId' | 'sessionTitle'>,
  until: Date | null = null,
): Promise<number> =>
  postNotice(tx, {
    kind,
    personId: incident.personId,
    about: incident.id,
    details: { session: incident.sessionTitle, ...(until && { time: { at: until.toISOString() } }) },
    path: `/sittings/${incident.sittingId}/incidents/${incident.id}`,
  });
