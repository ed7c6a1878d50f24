import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import { CloseSittings } from './close-sittings.js';

const BATCH = 100;

/**
 * Closes sittings whose deadline has passed, a batch in a transaction; one bad sitting never holds up the others: a batch
 * that fails is closed one by one. Several workers may do this at once: rows that another one holds are skipped.
 */
@Injectable()
export class CloseOverdue {
  constructor(
    private readonly database: Database,
    private readonly close: CloseSittings,
  ) {}

  /**
   * Looks for what is overdue. @param limit at most so many in this call. @returns how many were closed.
   * @throws the first fault, after all others had their turn.
   */
  async run(limit = 2000): Promise<number> {
    const overdue = await this.database.query<{ id: string }>(
      `SELECT id FROM sitting WHERE state = 'open' AND deadline_at <= clock_timestamp() ORDER BY deadline_at LIMIT $1`,
      [limit],
    );
    const batches = Array.from({ length: Math.ceil(overdue.length / BATCH) }, (_, index) =>
      overdue.slice(index * BATCH, (index + 1) * BATCH).map(({ id }) => id),
    );
    return eachInTurn(batches, (ids) => this.these(ids));
  }

  /** Closes those of these that are overdue. @returns how many. @throws as {@link run}. */
  async these(sittingIds: readonly string[]): Promise<number> {
    try {
      return await this.database.transaction(
        async (tx) => (await this.close.run(tx, sittingIds, 'clock')).size,
      );
    } catch (error) {
      if (sittingIds.length <= 1) throw error;
      return eachInTurn(sittingIds, (id) => this.these([id]));
    }
  }
}

/** The sum of what each call gives; a fault waits until all have had their turn. */
async function eachInTurn<T>(list: readonly T[], work: (one: T) => Promise<number>): Promise<number> {
  const faults: unknown[] = [];
  let sum = 0;
  for (const one of list) {
    try {
      sum += await work(one);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return sum;
}
