import { describe, expect, it } from '@jest/globals';
import { brokenBuild, type Break } from './support/broken-build.js';
import { BOTH_APIS, POSTGRES, type Fault } from './support/faults.js';
import { faultyExam } from './support/faulty-exam.js';

/** Answers at once, and writes a moment later: what HTTP tests without a kill never notice. */
const ANSWERS_BEFORE_THE_COMMIT: Break = {
  file: 'sitting/use-cases/save-responses.js',
  place: 'return await saveBatch(this.#connection, runs);',
  by: 'return answerFirst(runs, () => saveBatch(this.#connection, runs));',
  more: `
let later = Promise.resolve();
function answerFirst(runs, write) {
  const moment = new Promise((resolve) => setTimeout(resolve, 400));
  later = later.then(() => moment).then(write).then(() => undefined, () => undefined);
  const serverTime = Date.now();
  return runs.map(() => ({ serverTime, deadline: serverTime + 3_600_000, pausedLeft: null }));
}`,
};

/** Forgets that a sitting is closed once: in the filter, and in the keys that would stop it all the same. */
const CLOSES_AGAIN: Break[] = [
  {
    file: 'sitting/use-cases/close-sittings.js',
    place: "FROM free WHERE s.id = free.id AND s.state = 'open'",
    by: 'FROM free WHERE s.id = free.id',
  },
  {
    file: 'sitting/use-cases/close-sittings.js',
    place: "WHERE id = ANY($1::uuid[]) AND state = 'open'",
    by: 'WHERE id = ANY($1::uuid[])',
  },
  {
    file: 'sitting/store/sheet-store.js',
    place: '$3::jsonb[], $4::bytea[])`',
    by: '$3::jsonb[], $4::bytea[]) ON CONFLICT (sitting_id, number) DO NOTHING`',
  },
  {
    file: 'sitting/store/sheet-store.js',
    place: '$4::bytea[], $5::text[])`',
    by: '$4::bytea[], $5::text[]) ON CONFLICT (sitting_id, number) DO NOTHING`',
  },
];

const examOf = async (breaks: readonly Break[], faults: readonly Fault[]) => {
  const build = brokenBuild(breaks);
  try {
    const { projectDir } = build;
    return await faultyExam({ projectDir, seed: 'broken', faults, candidates: 60, steady: true });
  } finally {
    build.remove();
  }
};

describe('the faulty exam finds', () => {
  it('a build that acknowledges before the commit, by a kill of PostgreSQL', async () => {
    const { wrong } = await examOf([ANSWERS_BEFORE_THE_COMMIT], [POSTGRES]);
    expect(wrong.filter((one) => one.endsWith('acknowledged events are lost'))).not.toEqual([]);
  }, 900_000);

  it('the same by a kill of the apis', async () => {
    const { wrong } = await examOf([ANSWERS_BEFORE_THE_COMMIT], [BOTH_APIS]);
    expect(wrong.filter((one) => one.endsWith('acknowledged events are lost'))).not.toEqual([]);
  }, 900_000);

  it('a build that closes a sitting twice, without any fault: some hand in again', async () => {
    const { wrong } = await examOf(CLOSES_AGAIN, []);
    for (const sign of ['its receipts are not stated once each', 'holds a receipt that is not on record'])
      expect(wrong.filter((one) => one.endsWith(sign))).not.toEqual([]);
  }, 900_000);
});
