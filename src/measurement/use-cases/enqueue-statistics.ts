import { Injectable } from '@nestjs/common';
import { Database, JobQueue } from '../../platform/index.js';
import { COMPUTE_STATISTICS } from '../jobs/compute-statistics.job.js';
import { sessionsOwedStatistics } from '../store/statistics-store.js';

const EVERY_MS = 2000;
const AT_ONCE = 20;

/** The sweeper of statistics: sessions that are over and graded, and have none under their newest scoring version. */
@Injectable()
export class EnqueueStatistics {
  #waitUntil = 0;

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** It counts sheets: so it looks once in two seconds at most, and spends a twentieth of the time on it. @returns how many sessions are owed statistics. */
  async run(): Promise<number> {
    const now = performance.now();
    if (now < this.#waitUntil) return 0;
    this.#waitUntil = now + EVERY_MS;
    const owed = await sessionsOwedStatistics(this.database.tx, AT_ONCE);
    const took = performance.now() - now;
    this.#waitUntil = now + Math.max(EVERY_MS, 20 * took);
    await this.queue.enqueueAll(
      COMPUTE_STATISTICS,
      owed.map((sessionId) => ({ payload: { sessionId }, jobId: `statistics-${sessionId}` })),
    );
    return owed.length;
  }
}
