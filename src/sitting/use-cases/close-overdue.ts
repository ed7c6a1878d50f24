import { Injectable } from '@nestjs/common';
import { Database, rows } from '../../platform/index.js';
import { CloseSitting } from './close-sitting.js';

/**
 * Closes sittings whose deadline has passed, each in a transaction of its own, so that one bad sitting never holds up
 * the others. Several workers may do this at once: rows that another one holds are skipped.
 *
 * @param limit at most so many in this call. @returns how many were closed.
 */
@Injectable()
export class CloseOverdue {
  constructor(
    private readonly database: Database,
    private readonly close: CloseSitting,
  ) {}

  async run(limit = 200): Promise<number> {
    const overdue = await this.database.query<{ id: string }>(
      `SELECT id FROM sitting WHERE state = 'open' AND deadline_at <= clock_timestamp() ORDER BY deadline_at LIMIT $1`,
      [limit],
    );
    let closed = 0;
    for (const { id } of overdue) {
      closed += await this.database.transaction(async (tx) => {
        const [free] = await rows(
          tx,
          `SELECT 1 FROM sitting WHERE id = $1 AND state = 'open' AND deadline_at <= clock_timestamp()
           FOR NO KEY UPDATE SKIP LOCKED`,
          [id],
        );
        return free && (await this.close.run(tx, id, 'clock')) ? 1 : 0;
      });
    }
    return closed;
  }
}
