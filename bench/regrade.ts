import { setInterval as every } from 'node:timers';
import {
  EnqueueOwed,
  GRADE_SITTINGS,
  GradeBatch,
  GradeSittingsHandler,
  scoringVersionOf,
} from '../src/grading/index.js';
import { hashJson, newId, type Json } from '../src/kernel/index.js';
import { ProposeRanking } from '../src/ranking/index.js';
import { batchesOf, WatchedGrading } from './grade.js';
import { startBenchPlatform } from './platform.js';
import { orThrow, principalOfStaff } from './principal.js';
import type { Figure } from './report.js';

const SWEEP = 200;
const MEBIBYTE = 1_048_576;

/**
 * A regrade after an annulled item, a ranking included: a new scoring version, found by the sweeper, graded through the
 * queue, and a new version of the ranking. 100,000 sittings; with `--quick` 4,000.
 */
export async function regrade(seconds: number): Promise<Figure[]> {
  const platform = await startBenchPlatform();
  try {
    const { app, parts } = platform.api;
    const { database, queue } = parts;
    const sessionId = await platform.closedSittings(seconds >= 5 ? 100_000 : 4_000);
    const first = await database.transaction((tx) => scoringVersionOf(tx, sessionId));
    const batches = await batchesOf(database, sessionId);
    const count = batches.flat().length;
    const [session] = await database.query<{ competitionId: string }>(
      'SELECT competition_id AS "competitionId" FROM exam_session WHERE id = $1',
      [sessionId],
    );
    const grades = app.get(GradeBatch);
    const handler = new WatchedGrading(app.get(GradeSittingsHandler));
    await queue.work([GRADE_SITTINGS], [handler]);
    const sweep = async (versionId: string): Promise<void> => {
      let sweeping = Promise.resolve<unknown>(undefined);
      const timer = every(() => {
        sweeping = sweeping.then(() => app.get(EnqueueOwed).run());
      }, SWEEP);
      await handler.untilGraded(database, versionId, count);
      clearInterval(timer);
      await sweeping;
    };
    for (const batch of batches.slice(0, 10)) await grades.run(first.id, batch);
    await database.query('TRUNCATE grade');

    // The rate that the regrade is held against: the same sittings, the same way, the first time.
    const began = performance.now();
    await sweep(first.id);
    const rate = count / ((performance.now() - began) / 1000);
    await database.query('UPDATE exam_session SET released_at = clock_timestamp() WHERE id = $1', [
      sessionId,
    ]);
    await database.query('VACUUM ANALYZE grade');

    const [form] = await database.query<{ id: string }>(
      `SELECT items #>> '{0,itemVersionId}' AS id FROM form LIMIT 1`,
    );
    const rules = { ...first.rules, annulled: [form?.id ?? ''] };
    const id = newId();
    global.gc?.();
    const memory = process.memoryUsage().rss;
    let peak = memory;
    const watch = every(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const start = performance.now();
    await database.query(
      'INSERT INTO scoring_version (id, session_id, number, rules, content_hash) VALUES ($1, $2, 2, $3, $4)',
      [id, sessionId, JSON.stringify(rules), hashJson(rules as unknown as Json)],
    );
    await sweep(id);
    const graded = performance.now();
    const principal = await principalOfStaff(database, 'hr');
    orThrow(await app.get(ProposeRanking).run(principal, session?.competitionId ?? ''));
    const ended = performance.now();
    clearInterval(watch);
    const figure = {
      bench: 'regrade',
      unit: 'sittings/s',
      reference: 'graded the first time',
      referenceValue: rate,
    };
    return [
      { ...figure, figure: `regraded and ranked, ${String(count)}`, value: count / ((ended - start) / 1000) },
      { ...figure, figure: 'of that, regraded', value: count / ((graded - start) / 1000) },
      {
        bench: 'regrade',
        figure: 'peak memory of the process',
        value: peak / MEBIBYTE,
        unit: 'MiB',
        reference: 'before the regrade',
        referenceValue: memory / MEBIBYTE,
      },
      {
        bench: 'regrade',
        figure: 'a ranking proposed',
        value: (ended - graded) / 1000,
        unit: 's',
        reference: 'the whole regrade',
        referenceValue: (ended - start) / 1000,
      },
    ];
  } finally {
    await platform.close();
  }
}
