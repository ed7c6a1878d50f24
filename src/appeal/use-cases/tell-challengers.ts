import { postNotices } from '../../notice/index.js';
import { hasOpenIncident } from '../../proctoring/index.js';
import { rows, type Tx } from '../../platform/index.js';

interface Told {
  readonly personId: string;
  readonly sittingId: string;
  readonly session: Readonly<Record<string, string>>;
}

/** Everybody who challenged an item hears that it is decided. */
export async function tellChallengers(tx: Tx, caseId: string): Promise<void> {
  const people = await rows<Told & { readonly position: number }>(
    tx,
    `SELECT s.person_id AS "personId", s.id AS "sittingId", x.title AS session, h.position
     FROM key_challenge h JOIN sitting s ON s.id = h.sitting_id JOIN exam_session x ON x.id = s.session_id
     WHERE h.case_id = $1`,
    [caseId],
  );
  await postNotices(
    tx,
    people.map(({ personId, sittingId, session, position }) => ({
      kind: 'challenge-decided' as const,
      personId,
      about: caseId,
      details: { session, position },
      path: `/sittings/${sittingId}/review`,
    })),
  );
}

/** Everybody whose points are others now hears so, once the new list is out. */
export async function tellChanged(
  tx: Tx,
  regradeId: string,
  versions: { readonly sessionId: string; readonly beforeId: string; readonly afterId: string },
): Promise<void> {
  const people = await rows<Told>(
    tx,
    `SELECT s.person_id AS "personId", s.id AS "sittingId", x.title AS session
     FROM sitting s JOIN exam_session x ON x.id = s.session_id
       JOIN grade b ON b.sitting_id = s.id AND b.sheet = s.sheet AND b.marks = s.marks AND b.scoring_version_id = $2
       JOIN grade a ON a.sitting_id = s.id AND a.sheet = s.sheet AND a.marks = s.marks AND a.scoring_version_id = $3
     WHERE s.session_id = $1 AND s.state = 'closed' AND (a.points <> b.points OR a.passed <> b.passed)
       AND NOT ${hasOpenIncident('s.id')}`,
    [versions.sessionId, versions.beforeId, versions.afterId],
  );
  await postNotices(
    tx,
    people.map(({ personId, sittingId, session }) => ({
      kind: 'result-changed' as const,
      personId,
      about: `${regradeId} ${sittingId}`,
      details: { session },
      path: `/sittings/${sittingId}/result`,
    })),
  );
}
