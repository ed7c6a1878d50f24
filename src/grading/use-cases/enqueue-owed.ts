import { Injectable } from '@nestjs/common';
import { chunks, sha256 } from '../../kernel/index.js';
import { Database, JobQueue, rows, type Tx } from '../../platform/index.js';
import { isGradingHeld } from '../store/failed-sittings.js';
import { GRADE_SITTINGS } from '../jobs/grade-sittings.job.js';
import { scoringVersionOf } from './scoring-version-of.js';

/** A batch is a job, a transaction and a flush to disk: so many sittings cost little more than one. */
export const SITTINGS_IN_A_BATCH = 100;
const BATCHES_AT_ONCE = 100;

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
 * It looks at sessions in which something was stirred since nothing was owed in them, and at those that wait for another try.
 * A job's id comes from the ids in it: what waits already is not added again.
 */
@Injectable()
export class EnqueueOwed {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** @param limit sittings of one session in one call at most. @returns how many sittings are owed a grade. */
  async run(limit = 100_000): Promise<number> {
    // What waits already is begun soon, and then this asks again: batches that overlap would be graded twice.
    if ((await this.queue.waiting(GRADE_SITTINGS)) > 0) return 0;
    const { tx } = this.database;
    const stirred = await stirredSessions(tx);
    const owing = await owingSessions(tx, [...stirred.keys()]);
    const settled = [...stirred].filter(([sessionId]) => !owing.includes(sessionId));
    await forget(
      tx,
      settled.flatMap(([, ids]) => ids),
    );
    let owed = 0;
    for (const sessionId of owing) owed += await this.#enqueue(sessionId, limit);
    return owed;
  }

  async #enqueue(sessionId: string, limit: number): Promise<number> {
    const version = await this.database.transaction((tx) => scoringVersionOf(tx, sessionId));
    const sittings = await rows<{ id: string }>(
      this.database.tx,
      `SELECT s.id FROM sitting s
       WHERE s.session_id = $1 AND ${owesGrade('$2::uuid')} ORDER BY s.id LIMIT $3`,
      [sessionId, version.id, limit],
    );
    const batches = chunks(
      sittings.map(({ id }) => id),
      SITTINGS_IN_A_BATCH,
    );
    for (const some of chunks(batches, BATCHES_AT_ONCE))
      await this.queue.enqueueAll(
        GRADE_SITTINGS,
        some.map((sittingIds) => ({
          payload: { scoringVersionId: version.id, sittingIds },
          jobId: `grade-${sha256([version.id, ...sittingIds].join(' '))
            .toString('hex')
            .slice(0, 32)}`,
        })),
      );
    return sittings.length;
  }
}

/** SQL: whether a sitting `s` owes a grade under a scoring version, and may be graded now. @param version SQL of its id. */
const owesGrade = (version: string): string => `s.state = 'closed' AND NOT EXISTS (SELECT 1 FROM grade g
    WHERE g.sitting_id = s.id AND g.sheet = s.sheet AND g.marks = s.marks AND g.scoring_version_id = ${version})
  AND NOT ${isGradingHeld(version)}`;

/** Sessions in which something may be owed: what says so, by session. A session that waits for another try need not say so. */
async function stirredSessions(tx: Tx): Promise<Map<string, readonly string[]>> {
  const found = await rows<{ sessionId: string; ids: readonly string[] }>(
    tx,
    `SELECT session_id AS "sessionId", coalesce(array_agg(id) FILTER (WHERE id IS NOT NULL), '{}') AS ids
     FROM (SELECT id, session_id FROM grading_stirred
       UNION ALL SELECT NULL, scope_id FROM failed_job WHERE job = $1 AND state = 'retrying') AS stirred
     GROUP BY 1`,
    [GRADE_SITTINGS.name],
  );
  return new Map(found.map(({ sessionId, ids }) => [sessionId, ids]));
}

/** Those of some sessions that owe a grade, and those that get another cut score. */
async function owingSessions(tx: Tx, sessionIds: readonly string[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT x.id FROM exam_session x
     LEFT JOIN LATERAL (SELECT id FROM scoring_version WHERE session_id = x.id ORDER BY number DESC LIMIT 1) v ON true
     WHERE x.id = ANY($1::uuid[]) AND NOT x.rehearsal AND EXISTS (SELECT 1 FROM sitting s
       WHERE s.session_id = x.id AND ${owesGrade('v.id')})
     UNION ${ANOTHER_CUT}`,
    [sessionIds],
  );
  return found.map(({ id }) => id);
}

const forget = (tx: Tx, ids: readonly string[]): Promise<unknown> =>
  ids.length === 0
    ? Promise.resolve()
    : rows(tx, 'DELETE FROM grading_stirred WHERE id = ANY($1::bigint[])', [ids]);
