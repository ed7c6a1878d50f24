import {
  GRADE_SITTINGS,
  GradeBatch,
  GradeSittingsHandler,
  type GradeSittingsPayload,
  scoringVersionOf,
  SITTINGS_IN_A_BATCH,
} from '../src/grading/index.js';
import { newId } from '../src/kernel/index.js';
import { JobQueue, type Database, type JobHandler } from '../src/platform/index.js';
import { noopJobs } from './references/noop-jobs.js';
import { startBenchPlatform } from './platform.js';
import { startBenchRedis } from './redis.js';
import type { Figure } from './report.js';

const NOOPS = 5000;

/** Sittings of 100 items graded from answer sheets and written to PostgreSQL, by the worker's own handler and jobs. */
export async function grade(seconds: number): Promise<Figure[]> {
  const platform = await startBenchPlatform();
  const redis = await startBenchRedis();
  try {
    const { app, parts } = platform.api;
    const { database, config } = parts;
    const sessionId = await platform.closedSittings(Math.max(2000, Math.round(seconds * 4000)));
    const version = await database.transaction((tx) => scoringVersionOf(tx, sessionId));
    const batches = await batchesOf(database, sessionId);
    const handler = new WatchedGrading(app.get(GradeSittingsHandler));
    const grades = app.get(GradeBatch);

    // A worker that has just started compiles its code: none of a running one.
    for (const batch of batches.slice(0, 10)) await grades.run(version.id, batch);
    await database.query('TRUNCATE grade');
    const direct = await perSecond(batches, async () => {
      for (const batch of batches) await grades.run(version.id, batch);
    });
    const figures: Figure[] = [];
    const backends = [
      { name: 'PostgreSQL', redisUrl: undefined },
      ...(redis ? [{ name: 'Redis', redisUrl: redis.url }] : []),
    ];
    for (const { name, redisUrl } of backends) {
      await database.query('TRUNCATE grade');
      const queue = new JobQueue({ redisUrl, databaseUrl: config.databaseUrl });
      await queue.enqueueAll(
        GRADE_SITTINGS,
        batches.map((sittingIds) => ({
          payload: { scoringVersionId: version.id, sittingIds },
          jobId: newId(),
        })),
      );
      const queued = await perSecond(batches, async () => {
        await queue.work([GRADE_SITTINGS], [handler]);
        await handler.untilGraded(database, version.id, batches.flat().length);
      });
      await queue.close();
      const referenceValue = await noopJobs({ databaseUrl: config.databaseUrl, redisUrl }, NOOPS);
      const figure = {
        bench: 'grade',
        unit: 'sittings/s',
        reference: `no-op jobs on ${name}`,
        referenceValue,
      };
      figures.push({ ...figure, figure: `graded through the queue on ${name}`, value: queued });
      if (!redisUrl) figures.push({ ...figure, figure: 'graded, without a queue', value: direct });
    }
    return figures;
  } finally {
    await redis?.stop();
    await platform.close();
  }
}

/** The closed sittings of a session, in batches as the sweeper makes them. */
export async function batchesOf(database: Database, sessionId: string): Promise<string[][]> {
  const ids = await database.query<{ id: string }>(
    `SELECT id FROM sitting WHERE session_id = $1 AND state = 'closed' ORDER BY id`,
    [sessionId],
  );
  return Array.from({ length: Math.ceil(ids.length / SITTINGS_IN_A_BATCH) }, (_, index) =>
    ids.slice(index * SITTINGS_IN_A_BATCH, (index + 1) * SITTINGS_IN_A_BATCH).map(({ id }) => id),
  );
}

/** The worker's handler, watched: asking the database all the time how far it is would take the time that is measured. */
export class WatchedGrading implements JobHandler<GradeSittingsPayload> {
  readonly job = GRADE_SITTINGS;
  readonly patience: number;
  #handled = 0;
  #more: () => void = () => undefined;

  constructor(private readonly handler: GradeSittingsHandler) {
    this.patience = handler.patience;
  }

  async handle(payload: GradeSittingsPayload): Promise<void> {
    await this.handler.handle(payload);
    this.#handled += payload.sittingIds.length;
    this.#more();
  }

  /** Waits until so many sittings have grades under a scoring version. */
  async untilGraded(database: Database, versionId: string, count: number): Promise<void> {
    let until = this.#handled + count;
    for (;;) {
      while (this.#handled < until) await new Promise<void>((resolve) => (this.#more = resolve));
      const [row] = await database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM grade WHERE scoring_version_id = $1',
        [versionId],
      );
      if (row?.count === count) return;
      // Some were done twice.
      until = this.#handled + 1;
    }
  }
}

async function perSecond(batches: readonly string[][], work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return batches.flat().length / ((performance.now() - began) / 1000);
}
