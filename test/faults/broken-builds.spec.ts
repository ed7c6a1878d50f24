import { describe, expect, it } from '@jest/globals';
import { brokenBuild, type Break } from './support/broken-build.js';
import { BOTH_APIS, POSTGRES, type Fault } from './support/faults.js';
import { faultyExam } from './support/faulty-exam.js';

/** Answers at once, and writes a moment later: what HTTP tests without a kill never notice. */
const ANSWERS_BEFORE_THE_COMMIT: Break = {
  file: 'sitting/use-cases/save-responses.js',
  place: 'const saved = await saveBatch(database.tx, runs);',
  by: 'const saved = answerFirst(runs, () => saveBatch(database.tx, runs));',
  more: `
let later = Promise.resolve();
function answerFirst(runs, write) {
  const moment = new Promise((resolve) => setTimeout(resolve, 400));
  later = later.then(() => moment).then(write).then(() => undefined, () => undefined);
  const serverTime = Date.now();
  return new Map(runs.map((run) => [runKey(run), { serverTime, deadline: serverTime + 3_600_000 }]));
}`,
};

/** Forgets that a sitting is closed once, and what would stop it then. */
const CLOSES_AGAIN: Break[] = [
  {
    file: 'sitting/use-cases/close-sitting.js',
    place: "WHERE id = $1 AND state = 'open'",
    by: 'WHERE id = $1',
  },
];

const examOf = async (breaks: readonly Break[], faults: readonly Fault[], steady: boolean) => {
  const { projectDir, remove } = brokenBuild(breaks);
  try {
    return await faultyExam({ projectDir, seed: 'broken', faults, candidates: 60, steady });
  } finally {
    remove();
  }
};

describe('the faulty exam finds', () => {
  it('a build that acknowledges before the commit, by a kill of PostgreSQL', async () => {
    const { wrong } = await examOf([ANSWERS_BEFORE_THE_COMMIT], [POSTGRES], true);
    expect(wrong.filter((one) => one.endsWith('acknowledged events are lost'))).not.toEqual([]);
  }, 300_000);

  it('the same by a kill of the apis', async () => {
    const { wrong } = await examOf([ANSWERS_BEFORE_THE_COMMIT], [BOTH_APIS], true);
    expect(wrong.filter((one) => one.endsWith('acknowledged events are lost'))).not.toEqual([]);
  }, 300_000);
});
