import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { postNotices } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, keepChunk, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { lockSession } from '../../session/index.js';
import { resultListFact } from '../facts.js';
import { gradingProgress, releasedGrades, resultListOf } from '../store/grade-store.js';

/**
 * Releases a session's results to its candidates and publishes the result list, by candidate number alone.
 *
 * Refusals: GRADING.NO_SESSION, GRADING.ALREADY_RELEASED, GRADING.STILL_SITTING, GRADING.NOT_ALL_GRADED,
 * GRADING.UNMARKED (people have not marked all open answers), GRADING.LATE_UNDECIDED (nobody has ruled on what came late),
 * GRADING.NOTHING_TO_RELEASE.
 */
@Injectable()
export class ReleaseResults {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, sessionId: string): Promise<Result<{ results: number }>> {
    return this.database.attempt(async (tx) => {
      const released = await this.release(tx, sessionId, principal.accountId, principal.official);
      if (released.ok) {
        await recordDecision(tx, principal, {
          action: 'results-released',
          subject: sessionId,
          scopeId: sessionId,
        });
      }
      return released;
    });
  }

  /** The same in the caller's transaction, for a release that was signed beforehand. */
  async release(
    tx: Tx,
    sessionId: string,
    accountId: string,
    official: string,
  ): Promise<Result<{ results: number }>> {
    const session = await lockSession(tx, sessionId);
    const competition = session && (await competitionById(tx, session.competitionId));
    if (!session || !competition)
      return refuse('not-found', 'GRADING.NO_SESSION', 'There is no such session.');
    if (session.releasedAt)
      return refuse('conflict', 'GRADING.ALREADY_RELEASED', 'These results are out already.');
    const progress = await gradingProgress(tx, sessionId);
    if (progress.open > 0 || (session.state !== 'closed' && !session.isEntryOver)) {
      return refuse('conflict', 'GRADING.STILL_SITTING', 'The session is not over yet.', {
        data: { ...progress },
      });
    }
    if (progress.closed === 0)
      return refuse('conflict', 'GRADING.NOTHING_TO_RELEASE', 'Nobody has sat this session.');
    if (progress.graded < progress.closed) {
      return refuse('conflict', 'GRADING.NOT_ALL_GRADED', 'Some sittings are not graded yet.', {
        data: { ...progress },
      });
    }
    if (progress.unmarked > 0) {
      return refuse('conflict', 'GRADING.UNMARKED', 'Some open answers are not marked yet.', {
        data: { ...progress, count: progress.unmarked },
      });
    }
    if (progress.lateUndecided > 0) {
      return refuse('conflict', 'GRADING.LATE_UNDECIDED', 'It is not decided whether late answers count.', {
        data: { ...progress, count: progress.lateUndecided },
      });
    }
    // A ranking that is proposed or approved meanwhile has these results or comes before them, and the log says which.
    await tx.query('SELECT 1 FROM competition WHERE id = $1 FOR SHARE', [session.competitionId]);
    const [row] = await rows<{ released_at: Date }>(
      tx,
      `UPDATE exam_session SET released_at = clock_timestamp(), released_by = $2
       WHERE id = $1 AND released_at IS NULL RETURNING released_at`,
      [sessionId, accountId],
    );
    const list = await resultListOf(tx, session);
    const { lines } = list;
    const listHash = await keepChunk(tx, list as unknown as Json);
    await stateFact(
      tx,
      resultListFact({
        competition,
        session,
        lines,
        listHash,
        official,
        time: row?.released_at ?? session.opensAt,
      }),
    );
    if (!session.rehearsal) {
      const grades = await releasedGrades(tx, session.competitionId);
      await postNotices(
        tx,
        grades
          .filter(({ sessionId: of }) => of === sessionId)
          .map(({ sittingId, personId }) => ({
            kind: 'results-released',
            personId,
            about: sittingId,
            details: { session: session.title },
            path: `/sittings/${sittingId}/result`,
          })),
      );
    }
    return ok({ results: lines.length });
  }
}
