import type { WorkItem } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';

/** What an account proposed and nobody has decided yet: offers, and appointments without a competition. */
export const openWorkOf = (tx: Tx, accountId: string): Promise<WorkItem[]> =>
  rows<WorkItem>(
    tx,
    `SELECT 'offer' AS kind, c.code AS subject, '/manage/competitions/' || c.id || '/appointments' AS href
     FROM appointment_offer o JOIN competition c ON c.id = o.competition_id
     WHERE o.offered_by = $1 AND (o.state = 'accepted' OR (o.state = 'offered' AND o.answer_by > clock_timestamp()))
     UNION ALL
     SELECT 'direct', a.code || ': ' || d.post_title, '/manage/agencies/' || a.id || '/appointments'
     FROM direct_appointment d JOIN agency a ON a.id = d.agency_id WHERE d.proposed_by = $1 AND d.state = 'proposed'
     ORDER BY 1, 2`,
    [accountId],
  );
