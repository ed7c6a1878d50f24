import { rows, type Tx } from '../../platform/index.js';
import type { CutRule } from '../domain/cut-score.js';

/** A cut score that a named officer adopted. */
export interface CutScoreView extends CutRule {
  readonly id: string;
  readonly competitionId: string;
  readonly competitionCode: string;
  readonly programmeId: string;
  readonly version: number;
  readonly method: 'law' | 'angoff';
  readonly panelId: string | null;
  /** Decimal texts, of a panel. */
  readonly advised: string | null;
  readonly standardError: string | null;
  readonly judges: number;
  readonly legalBasis: string | null;
  readonly reason: string;
  readonly adoptedBy: string;
  readonly adoptedAt: Date;
}

const CUT = `
  SELECT c.id, c.competition_id AS "competitionId", k.code AS "competitionCode", c.programme_id AS "programmeId", c.version,
    c.method, c.panel_id AS "panelId", c.overall, c.each_part AS "eachPart", c.by_part AS "byPart", c.advised,
    c.standard_error AS "standardError", c.judges, c.legal_basis AS "legalBasis", c.reason,
    c.adopted_official AS "adoptedBy", c.adopted_at AS "adoptedAt"
  FROM cut_score c JOIN competition k ON k.id = c.competition_id`;

/** All cut scores that were adopted for a competition, newest first. */
export async function cutScoresOf(tx: Tx, competitionId: string): Promise<CutScoreView[]> {
  return rows<CutScoreView>(tx, `${CUT} WHERE c.competition_id = $1 ORDER BY c.version DESC`, [
    competitionId,
  ]);
}

/** The cut score that holds for an exam of a competition; undefined: the programme's own. */
export async function adoptedCut(
  tx: Tx,
  competitionId: string,
  programmeId: string,
): Promise<CutScoreView | undefined> {
  const [cut] = await rows<CutScoreView>(
    tx,
    `${CUT} WHERE c.competition_id = $1 AND c.programme_id = $2 ORDER BY c.version DESC LIMIT 1`,
    [competitionId, programmeId],
  );
  return cut;
}

/** By what the public log names an adoption. */
export const cutSubject = ({
  competitionCode,
  version,
}: Pick<CutScoreView, 'competitionCode' | 'version'>): string => `${competitionCode}/${String(version)}`;

/**
 * Whether a candidate of the competition may have seen a result: one of its sessions is released, or one releases each
 * sitting as soon as it is graded and somebody has handed in.
 */
export async function areResultsOut(tx: Tx, competitionId: string): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM exam_session x WHERE x.competition_id = $1 AND NOT x.rehearsal AND (x.released_at IS NOT NULL
       OR x.release_policy = 'on-grading' AND EXISTS (
         SELECT 1 FROM sitting s WHERE s.session_id = x.id AND s.state = 'closed')) LIMIT 1`,
    [competitionId],
  );
  return found.length > 0;
}
