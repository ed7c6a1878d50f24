import { DECISION, SCREENING } from '../../application/index.js';
import type { Texts } from '../../competition/index.js';
import { hasPassed } from '../../grading/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Reached } from './pipeline-steps.js';

/** A candidate of a competition with all that is on record of how far they have come. */
export interface PipelineRow extends Reached {
  readonly id: string;
  readonly fullName: string;
  readonly language: string;
  readonly appliedAt: Date;
  readonly post: Texts | null;
}

export interface PipelineFilter {
  /** A step that was reached, see PipelineStep. */
  readonly step?: string | undefined;
  readonly standing?: 'in' | 'out' | 'appointed' | undefined;
  readonly postId?: string | undefined;
  readonly language?: string | undefined;
  /** A part of the name. */
  readonly name?: string | undefined;
}

// Everybody whose application stands: $1 is the competition.
const PIPELINE = `
  SELECT a.id, p.full_name AS "fullName", a.language, coalesce(f.handed_in_at, a.created_at) AS "appliedAt",
    ${SCREENING} AS screening,
    EXISTS (SELECT 1 FROM sitting z WHERE z.application_id = a.id AND z.state = 'closed') AS "hasSat",
    ${hasPassed('a.id')} AS "hasPassed",
    coalesce((SELECT jsonb_object_agg(st.code, sr.outcome) FROM competition_stage st
        JOIN stage_conclusion sc ON sc.stage_id = st.id JOIN stage_result sr ON sr.conclusion_id = sc.id
      WHERE st.competition_id = a.competition_id AND sr.application_id = a.id AND NOT EXISTS (
        SELECT 1 FROM stage_conclusion sn WHERE sn.stage_id = st.id AND sn.version > sc.version)), '{}') AS stages,
    (SELECT rp.place FROM ranking r JOIN ranking_place rp ON rp.ranking_id = r.id
      WHERE r.competition_id = a.competition_id AND r.state = 'approved' AND rp.application_id = a.id LIMIT 1) AS place,
    (SELECT CASE WHEN bool_or(v.event IS NOT NULL) THEN 'accepted' ELSE 'offered' END FROM appointment_offer w
      LEFT JOIN offer_event v ON v.offer_id = w.id AND v.event = 'accept'
      WHERE w.application_id = a.id HAVING count(*) > 0) AS offer,
    (SELECT m.post_id FROM appointment m WHERE m.competition_id = a.competition_id AND m.person_id = a.person_id) AS "postId"
  FROM application a JOIN person p ON p.id = a.person_id JOIN competition c ON c.id = a.competition_id
    LEFT JOIN application_form f ON f.application_id = a.id ${DECISION}
  WHERE a.competition_id = $1 AND a.state = 'submitted'`;

const REACHED = `
  CASE WHEN $2 LIKE 'stage:%' THEN q.stages ->> substr($2, 7) = 'advanced'
    WHEN $2 = 'eligible' THEN q.screening = 'eligible' WHEN $2 = 'sat' THEN q."hasSat"
    WHEN $2 = 'passed' THEN q."hasPassed" WHEN $2 = 'ranked' THEN q.place IS NOT NULL
    WHEN $2 = 'offered' THEN q.offer IS NOT NULL OR q."postId" IS NOT NULL
    WHEN $2 = 'accepted' THEN q.offer = 'accepted' OR q."postId" IS NOT NULL
    WHEN $2 = 'appointed' THEN q."postId" IS NOT NULL ELSE true END`;

const STANDING = `
  CASE WHEN q."postId" IS NOT NULL THEN 'appointed'
    WHEN q.screening = 'not-eligible' OR EXISTS (SELECT 1 FROM jsonb_each_text(q.stages) s WHERE s.value <> 'advanced') THEN 'out'
    ELSE 'in' END`;

/** Candidates of a competition by name (code points), then id. @param after the last one of the page before. */
export async function pipelineRows(
  tx: Tx,
  competitionId: string,
  filter: PipelineFilter,
  after: { readonly name: string; readonly id: string } | null,
  limit: number,
): Promise<PipelineRow[]> {
  return rows<PipelineRow>(
    tx,
    `SELECT q.*, o.title AS post FROM (${PIPELINE}) q LEFT JOIN post o ON o.id = q."postId"
     WHERE ${REACHED} AND ($3::text IS NULL OR ${STANDING} = $3) AND ($4::uuid IS NULL OR q."postId" = $4)
       AND ($5::text IS NULL OR q.language = $5) AND ($6::text IS NULL OR strpos(lower(q."fullName"), lower($6)) > 0)
       AND ($7::text IS NULL OR (q."fullName" COLLATE "C", q.id) > ($7 COLLATE "C", $8::uuid))
     ORDER BY q."fullName" COLLATE "C", q.id LIMIT $9`,
    [
      competitionId,
      filter.step ?? 'applied',
      filter.standing ?? null,
      filter.postId ?? null,
      filter.language ?? null,
      filter.name ?? null,
      after?.name ?? null,
      after?.id ?? null,
      limit,
    ],
  );
}

/** One candidate of a competition, or undefined. */
export async function pipelineRow(
  tx: Tx,
  competitionId: string,
  applicationId: string,
): Promise<PipelineRow | undefined> {
  const [row] = await rows<PipelineRow>(
    tx,
    `SELECT q.*, o.title AS post FROM (${PIPELINE} AND a.id = $2) q LEFT JOIN post o ON o.id = q."postId"`,
    [competitionId, applicationId],
  );
  return row;
}

/** How many have reached each of some steps. */
export async function pipelineCounts(
  tx: Tx,
  competitionId: string,
  steps: readonly string[],
): Promise<number[]> {
  const found = await rows<{ count: number }>(
    tx,
    `WITH q AS MATERIALIZED (${PIPELINE})
     SELECT (SELECT count(*)::int FROM q WHERE ${REACHED.replaceAll('$2', 't.step')}) AS count
     FROM unnest($2::text[]) WITH ORDINALITY AS t (step, place) ORDER BY t.place`,
    [competitionId, steps],
  );
  return found.map(({ count }) => count);
}

/** Whether anybody is screened in a competition: it asks questions, or somebody was decided on. */
export async function isScreened(tx: Tx, competitionId: string): Promise<boolean> {
  const [row] = await rows<{ is: boolean }>(
    tx,
    `SELECT c.eligibility <> '[]' OR EXISTS (SELECT 1 FROM screening_decision d JOIN application a ON a.id = d.application_id
       WHERE a.competition_id = c.id) AS is
     FROM competition c WHERE c.id = $1`,
    [competitionId],
  );
  return row?.is ?? false;
}
