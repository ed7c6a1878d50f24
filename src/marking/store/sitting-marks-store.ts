import { rows, type Tx } from '../../platform/index.js';
import type { MarkLayer } from '../domain/mark-layer.js';

export interface GivenMark {
  readonly official: string;
  /** 3: the one that decides where the first two differ. */
  readonly place: number;
  readonly criteria: Readonly<Record<string, number>>;
  readonly points: number;
  readonly comment: string | null;
  readonly givenAt: Date | string;
}

export interface LayerView extends MarkLayer {
  readonly reason: string | null;
  readonly official: string | null;
  readonly at: Date | string;
}

/** What people made of one text of a sitting. */
export interface MarkedText {
  readonly position: number;
  readonly state: 'marking' | 'adjudicating' | 'settled';
  /** Empty until the text is settled: until then nobody sees what another gave. */
  readonly marks: readonly GivenMark[];
  readonly layers: readonly LayerView[];
}

/** The texts of a sitting's sheet that counts, with their marks once they are settled, and the layers on them. */
export async function sittingMarks(tx: Tx, sittingId: string): Promise<MarkedText[]> {
  return rows<MarkedText>(
    tx,
    `SELECT t.position, t.state,
       CASE WHEN t.state = 'settled' THEN (
         SELECT jsonb_agg(jsonb_build_object('official', m.official, 'place', a.place, 'criteria', m.criteria,
           'points', m.points, 'comment', m.comment, 'givenAt', m.given_at) ORDER BY a.place)
         FROM mark_assignment a CROSS JOIN LATERAL (SELECT * FROM mark n
           WHERE n.text_id = a.text_id AND n.account_id = a.account_id ORDER BY n.number DESC LIMIT 1) m
         WHERE a.text_id = t.id AND a.state = 'marked') ELSE '[]' END AS marks,
       coalesce((SELECT jsonb_agg(jsonb_build_object('revision', l.revision, 'position', t.position, 'kind', l.kind,
           'points', l.points, 'reason', l.reason, 'official', l.official, 'at', l.at) ORDER BY l.revision)
         FROM mark_layer l WHERE l.text_id = t.id), '[]') AS layers
     FROM marking_text t JOIN sitting s ON s.id = t.sitting_id
     WHERE t.sitting_id = $1 AND t.sheet = s.sheet ORDER BY t.position`,
    [sittingId],
  );
}

/** Whether a session has texts that are not settled: until then those who mark there see nobody's scores. */
export async function isMarkingOpen(tx: Tx, sessionId: string): Promise<boolean> {
  const open = await rows(
    tx,
    `SELECT 1 FROM marking_text t JOIN sitting s ON s.id = t.sitting_id
     WHERE t.session_id = $1 AND t.state <> 'settled' AND t.owed AND s.state = 'closed' AND s.sheet = t.sheet LIMIT 1`,
    [sessionId],
  );
  return open.length > 0;
}
