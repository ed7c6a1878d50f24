import { Injectable } from '@nestjs/common';
import { Database, JobQueue } from '../../platform/index.js';
import { COMPUTE_STATISTICS } from '../jobs/compute-statistics.job.js';
import { sessionsOwedStatistics } from '../store/statistics-store.js';

const AT_ONCE = 20;

/** The sweeper of statistics: sessions that are over and graded, and have none under their newest scoring version. */
@Injectable()
export class EnqueueStatistics {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** Counts the sheets of sessions that are over: nothing for every round of a sweeper. @returns how many sessions are owed statistics. */
  async run(): Promise<number> {
    const owed = await sessionsOwedStatistics(this.database.tx, AT_ONCE);
    await this.queue.enqueueAll(
      COMPUTE_STATISTICS,
      owed.map((sessionId) => ({ payload: { sessionId }, jobId: `statistics-${sessionId}` })),
    );
    return owed.length;
  }
}
