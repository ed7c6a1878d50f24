import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { postNotices } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, keepChunk, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { heldSittings, settleIncidents } from '../../proctoring/index.js';
import { lockSession } from '../../session/index.js';
import { resultListFact } from '../facts.js';
import { releasedGradesOf, resultListFrom } from '../store/grade-store.js';
import { weighRelease } from '../domain/release-check.js';
import { ReleaseChecks } from './release-checks.js';
import { scoringVersionOf } from './scoring-version-of.js';

export interface Released {
  readonly results: number;
  /** What stands on record with the release, where something called for caution. */
  readonly inSpiteOf: string | null;
}

/**
 * Releases a session's results to its candidates and publishes the result list, by candidate number alone.
 *
 * Refusals: GRADING.NO_SESSION, GRADING.ALREADY_RELEASED, the code of whatever check stops it ({@link ReleaseChecks}:
 * GRADING.STILL_SITTING, GRADING.NOTHING_TO_RELEASE, GRADING.NOT_ALL_GRADED, GRADING.UNGRADABLE, GRADING.UNMARKED,
 * GRADING.LATE_UNDECIDED, and those of later stages), GRADING.SAY_WHY (something calls for caution: say a reason).
 */
@Injectable()
export class ReleaseResults {
  constructor(
    private readonly database: Database,
    private readonly checks: ReleaseChecks,
  ) {}

  async run(principal: Principal, sessionId: string, reason?: string): Promise<Result<Released>> {
    return this.database.attempt(async (tx) => {
      const released = await this.release(tx, sessionId, principal.accountId, principal.official, reason);
      if (released.ok) {
        await recordDecision(tx, principal, {
          action: 'results-released',
          subject: sessionId,
          scopeId: sessionId,
          ...(released.value.inSpiteOf !== null && { reason: released.value.inSpiteOf }),
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
    reason?: string,
  ): Promise<Result<Released>> {
    const session = await lockSession(tx, sessionId);
    const competition = session && (await competitionById(tx, session.competitionId));
    if (!session || !competition)
      return refuse('not-found', 'GRADING.NO_SESSION', 'There is no such session.');
    if (session.releasedAt)
      return refuse('conflict', 'GRADING.ALREADY_RELEASED', 'These results are out already.');
    // A ranking that is proposed or approved meanwhile has these results or comes before them, and the log says which; a
    // cut score that is adopted meanwhile is refused, and one that was adopted has its scoring version from here on.
    await tx.query('SELECT 1 FROM competition WHERE id = $1 FOR SHARE', [session.competitionId]);
    await scoringVersionOf(tx, sessionId);
    // What is decided for good is in this list already.
    await settleIncidents(tx, session);
    const weighed = weighRelease(await this.checks.of(tx, session), reason);
    if (!weighed.ok) return weighed;
    const [row] = await rows<{ released_at: Date }>(
      tx,
      `UPDATE exam_session SET released_at = now.at, listed_at = now.at, released_by = $2
       FROM (SELECT clock_timestamp() AS at) now WHERE id = $1 AND released_at IS NULL RETURNING released_at`,
      [sessionId, accountId],
    );
    const grades = await releasedGradesOf(tx, sessionId);
    const list = resultListFrom(sessionId, grades);
    const { lines } = list;
    const listHash = await keepChunk(tx, list as unknown as Json);
    await stateFact(
      tx,
      resultListFact({
        competition,
        session,
        lines,
        held: (await heldSittings(tx, sessionId)).length,
        listHash,
        official,
        time: row?.released_at ?? session.opensAt,
      }),
    );
    if (!session.rehearsal) {
      await postNotices(
        tx,
        grades.map(({ sittingId, personId }) => ({
          kind: 'results-released',
          personId,
          about: sittingId,
          details: { session: session.title },
          path: `/sittings/${sittingId}/result`,
        })),
      );
    }
    return ok({ results: lines.length, inSpiteOf: weighed.value });
  }
}
