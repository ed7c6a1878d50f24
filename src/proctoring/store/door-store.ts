import { rows, type Tx } from '../../platform/index.js';

export const DOOR_ACTS = ['candidate-admitted', 'candidate-refused', 'admission-undone'] as const;
export const CAMERA_ACTS = ['camera-excused', 'camera-excuse-undone'] as const;

/** What was decided about a candidate before they began, also what was taken back later. */
export interface DoorAct {
  readonly at: Date;
  readonly action: (typeof DOOR_ACTS)[number] | (typeof CAMERA_ACTS)[number];
  readonly official: string;
  readonly reason: string | null;
}

/** Oldest first. Whoever has no number yet is named by their application. */
export async function doorActsOf(
  tx: Tx,
  sessionId: string,
  applicationId: string,
  actions: readonly DoorAct['action'][],
): Promise<DoorAct[]> {
  return rows<DoorAct>(
    tx,
    `SELECT d.at, d.action, d.official, d.reason FROM decision d
     WHERE d.scope_id = $1 AND d.action = ANY($3::text[]) AND d.subject IN (
       SELECT $2::text
       UNION ALL SELECT s.candidate_number FROM sitting s WHERE s.session_id = $1 AND s.application_id = $2::uuid
       UNION ALL SELECT n.number FROM exam_session x JOIN draw_number n ON n.draw_id = x.draw_id WHERE x.id = $1 AND n.holder_id = $2::uuid)
     ORDER BY d.id`,
    [sessionId, applicationId, actions],
  );
}
