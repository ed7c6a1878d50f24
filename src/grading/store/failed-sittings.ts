import { failedJobsIn, isHeldSql, rows, type FailedJobView, type Tx } from '../../platform/index.js';
import { GRADE_SITTINGS } from '../jobs/grade-sittings.job.js';

/** What a failure to grade is about: another scoring version or another answer sheet is tried anew. */
export const gradingSubject = (scoringVersionId: string, sittingId: string, sheet: number): string =>
  [scoringVersionId, sittingId, sheet].join('/');

/** SQL: whether a sitting `s` must not be graded now under the scoring version. @param version SQL of its id. */
export const isGradingHeld = (version: string): string =>
  isHeldSql(`'${GRADE_SITTINGS.name}'`, `concat_ws('/', ${version}, s.id, s.sheet)`);

/** Sittings that could not be graded once and now are: nobody has to look at them any more. */
export async function noteGraded(
  tx: Tx,
  scoringVersionId: string,
  sittingIds: readonly string[],
): Promise<void> {
  await tx.query(
    `UPDATE failed_job f SET state = 'done', retry_at = NULL, last_at = clock_timestamp()
     WHERE f.job = $1 AND f.state <> 'done' AND f.subject IN (
       SELECT concat_ws('/', $2::uuid, s.id, s.sheet) FROM sitting s WHERE s.id = ANY($3::uuid[]))`,
    [GRADE_SITTINGS.name, scoringVersionId, sittingIds],
  );
}

/** A sitting that could not be graded, for its exam officers. */
export interface FailedSitting extends FailedJobView {
  readonly sittingId: string;
  readonly candidateNumber: string;
}

/** The sittings of a session that could not be graded under its newest scoring version, by candidate number. */
export async function failedSittings(tx: Tx, sessionId: string): Promise<FailedSitting[]> {
  const failed = await failedJobsIn(tx, sessionId, GRADE_SITTINGS.name);
  if (failed.length === 0) return [];
  const open = await rows<{ subject: string; sittingId: string; candidateNumber: string }>(
    tx,
    `SELECT concat_ws('/', v.id, s.id, s.sheet) AS subject, s.id AS "sittingId", s.candidate_number AS "candidateNumber"
     FROM sitting s JOIN LATERAL (
       SELECT id FROM scoring_version WHERE session_id = s.session_id ORDER BY number DESC LIMIT 1) v ON true
     WHERE s.session_id = $1 AND s.state = 'closed' AND concat_ws('/', v.id, s.id, s.sheet) = ANY($2::text[])
     ORDER BY s.candidate_number COLLATE "C"`,
    [sessionId, failed.map(({ subject }) => subject)],
  );
  return open.flatMap(({ subject, sittingId, candidateNumber }) => {
    const one = failed.find((job) => job.subject === subject);
    return one ? [{ ...one, sittingId, candidateNumber }] : [];
  });
}
