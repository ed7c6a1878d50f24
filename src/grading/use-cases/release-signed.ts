import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import { ReleaseResults } from './release-results.js';

/**
 * Carries out releases that a named officer signed beforehand, once nothing stands in the way: as soon as a session is
 * over and graded (policy `on-grading`), or at the time that was set (policy `at`). What calls for caution needs an
 * officer's reason, so nothing is released; the session's page says what it is. @returns how many sessions were released.
 */
@Injectable()
export class ReleaseSigned {
  constructor(
    private readonly database: Database,
    private readonly releaseResults: ReleaseResults,
  ) {}

  async run(): Promise<number> {
    const due = await this.database.query<{ id: string; signed_by: string; official: string }>(
      `SELECT x.id, x.release_signed_by AS signed_by,
         concat_ws(', ', a.display_name, a.position) AS official
       FROM exam_session x JOIN account a ON a.id = x.release_signed_by
       WHERE (x.release_policy = 'on-grading' OR x.release_policy = 'at' AND x.release_at <= clock_timestamp())
         AND x.released_at IS NULL AND x.state IN ('open', 'closed')
         AND (x.state = 'closed' OR x.entry_closes_at <= clock_timestamp())`,
    );
    let released = 0;
    for (const session of due) {
      const result = await this.database.attempt((tx) =>
        this.releaseResults.release(tx, session.id, session.signed_by, session.official),
      );
      if (result.ok) released += 1;
    }
    return released;
  }
}
