import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { lockSession } from '../../session/index.js';

/**
 * An officer signs beforehand, by name, that the results of a session come out at a set time for all; or takes such a
 * signature back, so that an officer releases them. The worker carries it out if nothing stands in the way then.
 *
 * Refusals: GRADING.NO_SESSION, GRADING.ALREADY_RELEASED, GRADING.REHEARSAL, GRADING.ALREADY_SHOWN (by its policy some
 * results may be out already), GRADING.RELEASE_TIME (the time is past).
 */
@Injectable()
export class SignRelease {
  constructor(private readonly database: Database) {}

  /** @param releaseAt null takes the signature back. */
  async run(
    principal: Principal,
    sessionId: string,
    releaseAt: Date | null,
  ): Promise<Result<{ releaseAt: Date | null }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return refuse('not-found', 'GRADING.NO_SESSION', 'There is no such session.');
      if (session.rehearsal) return refuse('conflict', 'GRADING.REHEARSAL', 'A rehearsal has no results.');
      if (session.releasedAt)
        return refuse('conflict', 'GRADING.ALREADY_RELEASED', 'These results are out already.');
      if (session.releasePolicy === 'on-grading' && session.state !== 'scheduled') {
        return refuse('conflict', 'GRADING.ALREADY_SHOWN', 'Results show as soon as they are graded.');
      }
      const [clock] = await rows<{ isPast: boolean }>(
        tx,
        'SELECT $1::timestamptz <= clock_timestamp() AS "isPast"',
        [releaseAt],
      );
      if (clock?.isPast) {
        return refuse('invalid', 'GRADING.RELEASE_TIME', 'That moment is past.', {
          fields: { releaseAt: 'GRADING.RELEASE_TIME' },
        });
      }
      await tx.query(
        `UPDATE exam_session SET release_policy = CASE WHEN $2::timestamptz IS NULL THEN 'officer' ELSE 'at' END,
           release_at = $2, release_signed_by = CASE WHEN $2::timestamptz IS NULL THEN NULL ELSE $3::uuid END,
           release_signed_at = CASE WHEN $2::timestamptz IS NULL THEN NULL ELSE clock_timestamp() END
         WHERE id = $1`,
        [sessionId, releaseAt, principal.accountId],
      );
      await recordDecision(tx, principal, {
        action: releaseAt ? 'release-signed' : 'release-unsigned',
        subject: sessionId,
        scopeId: sessionId,
        ...(releaseAt && { reason: `at ${releaseAt.toISOString()}` }),
      });
      return ok({ releaseAt });
    });
  }
}
