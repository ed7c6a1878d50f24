import { Injectable } from '@nestjs/common';
import { chunks, sha256 } from '../../kernel/index.js';
import { Database, JobQueue, rows } from '../../platform/index.js';
import { isGradingHeld } from '../store/failed-sittings.js';
import { GRADE_SITTINGS } from '../jobs/grade-sittings.job.js';
import { scoringVersionOf } from './scoring-version-of.js';

/** A batch is a job, a transaction and a flush to disk: so many sittings cost little more than one. */
export const SITTINGS_IN_A_BATCH = 100;

// Sessions whose competition has a newer cut score than graded them: until results are out it makes a scoring version.
const ANOTHER_CUT = `
  SELECT v.session_id FROM cut_score c JOIN competition k ON k.id = c.competition_id
    JOIN exam_session x ON x.competition_id = c.competition_id AND x.released_at IS NULL AND NOT x.rehearsal
    LEFT JOIN competition_stage g ON g.id = x.stage_id
    JOIN scoring_version v ON v.session_id = x.id
  WHERE coalesce(g.programme_id, k.programme_id) = c.programme_id AND v.rules #>> '{cut,adoption}' IS DISTINCT FROM k.code || '/' || c.version
    AND NOT EXISTS (SELECT 1 FROM cut_score d
      WHERE d.competition_id = c.competition_id AND d.programme_id = c.programme_id AND d.version > c.version)
    AND NOT EXISTS (SELECT 1 FROM scoring_version w WHERE w.session_id = v.session_id AND w.number > v.number)`;

/**
 * The sweeper of grading: finds closed sittings whose answer sheet, with the marks that it has by now, has no grade under
 * their session's newest scoring version and enqueues them in batches. The record says what is owed, so a lost or flushed
 * queue costs time alone. What could not be graded is left alone until its time comes, or somebody says "try again".
 *
 * A job's id comes from the ids in it: what waits already is not added again.
 */
@Injectable()
export class EnqueueOwed {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** @param limit sittings in one call at most. @returns how many sittings are owed a grade. */
  async run(limit = 5000): Promise<number> {
    const sessions = await this.database.query<{ session_id: string }>(
      `${OWING} UNION ${ANOTHER_CUT} LIMIT 100`,
    );
    // What waits already is begun soon, and then this asks again: batches that overlap would be graded twice.
    if (sessions.length === 0 || (await this.queue.waiting(GRADE_SITTINGS)) > 0) return 0;
    let owed = 0;
    for (const { session_id: sessionId } of sessions) {
      const version = await this.database.transaction((tx) => scoringVersionOf(tx, sessionId));
      const sittings = await rows<{ id: string }>(
        this.database.tx,
        `SELECT s.id FROM sitting s
         WHERE s.session_id = $1 AND s.state = 'closed'
           AND NOT EXISTS (SELECT 1 FROM grade g
             WHERE g.sitting_id = s.id AND g.sheet = s.sheet AND g.marks = s.marks AND g.scoring_version_id = $2)
           AND NOT ${isGradingHeld('$2::uuid')}
         ORDER BY s.id LIMIT $3`,
        [sessionId, version.id, limit],
      );
      const jobs = chunks(
        sittings.map(({ id }) => id),
        SITTINGS_IN_A_BATCH,
      ).map((sittingIds) => ({
        payload: { scoringVersionId: version.id, sittingIds },
        jobId: `grade-${sha256([version.id, ...sittingIds].join(' '))
          .toString('hex')
          .slice(0, 32)}`,
      }));
      await this.queue.enqueueAll(GRADE_SITTINGS, jobs);
      owed += sittings.length;
    }
    return owed;
  }
}

// Sessions with a closed sitting whose answer sheet has no grade under the newest scoring version (or has none at all).
const OWING = `
  SELECT DISTINCT s.session_id FROM sitting s JOIN exam_session x ON x.id = s.session_id AND NOT x.rehearsal
    LEFT JOIN (SELECT DISTINCT ON (session_id) session_id, id FROM scoring_version ORDER BY session_id, number DESC) v
      ON v.session_id = s.session_id
  WHERE s.state = 'closed' AND NOT EXISTS (
      SELECT 1 FROM grade g WHERE g.sitting_id = s.id AND g.sheet = s.sheet AND g.marks = s.marks AND g.scoring_version_id = v.id)
    AND NOT ${isGradingHeld('v.id')}`;
