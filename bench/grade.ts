import {
  GRADE_SITTINGS,
  GradeSittings,
  GradeSittingsHandler,
  scoringVersionOf,
} from '../src/grading/index.js';
import { newId } from '../src/kernel/index.js';
import { noopJobs } from './references/noop-jobs.js';
import { startBenchPlatform } from './platform.js';
import type { Figure } from './report.js';

const BATCH = 50;

/** Sittings of 55 items graded from answer sheets and written to PostgreSQL, by the worker's own handler and jobs. */
export async function grade(seconds: number): Promise<Figure[]> {
  const platform = await startBenchPlatform();
  try {
    const { app, parts } = platform.api;
    const count = Math.max(500, Math.round(seconds * 600));
    const sessionId = await platform.closedSittings(count);
    const version = await parts.database.transaction((tx) => scoringVersionOf(tx, sessionId));
    const ids = await parts.database.query<{ id: string }>(`SELECT id FROM sitting WHERE state = 'closed'`);
    const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
      ids.slice(index * BATCH, (index + 1) * BATCH).map(({ id }) => id),
    );
    const grades = app.get(GradeSittings);

    const began = performance.now();
    for (const batch of batches) await grades.run(version.id, batch);
    const direct = ids.length / ((performance.now() - began) / 1000);

    await parts.database.query('DELETE FROM grade');
    await parts.queue.enqueueAll(
      GRADE_SITTINGS,
      batches.map((sittingIds) => ({
        payload: { scoringVersionId: version.id, sittingIds },
        jobId: newId(),
      })),
    );
    const start = performance.now();
    await parts.queue.work([GRADE_SITTINGS], [app.get(GradeSittingsHandler)]);
    for (;;) {
      const [row] = await parts.database.query<{ count: number }>('SELECT count(*)::int AS count FROM grade');
      if (row?.count === ids.length) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const queued = ids.length / ((performance.now() - start) / 1000);
    const noop = await noopJobs({ databaseUrl: parts.config.databaseUrl, redisUrl: undefined }, 3000);
    const reference = {
      reference: 'no-op jobs on PostgreSQL',
      referenceValue: noop,
      unit: 'sittings/s',
      bench: 'grade',
    };
    return [
      { ...reference, figure: 'graded through the queue', value: queued },
      { ...reference, figure: 'graded, without the queue', value: direct },
    ];
  } finally {
    await platform.close();
  }
}
