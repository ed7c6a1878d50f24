import { ApiError, type ApiClient } from './api-client.js';
import { chanceOf } from './be-candidate.js';
import { closeAndGrade, releaseResults } from './close-and-grade.js';
import { appealMark, type OwnSitting } from './contest.js';
import { inParallel } from './crowd-pace.js';
import { writer } from './essays.js';
import { markTexts } from './mark-texts.js';
import { openSession } from './open-session.js';
import { AT_ONCE } from './round-plan.js';
import { conclude, published, stageId, type LongCandidate, type Table } from './round-table.js';
import { sitExam, type Leased } from './sit-exam.js';

/** The essay, for those who went on, with a mark that is appealed. */
export async function holdEssay(
  table: Table,
  candidates: readonly LongCandidate[],
): Promise<{ wrote: number; adjudicated: number }> {
  const { plan, progress, code, competitionId, exam } = table;
  const sessionId = await openSession(exam, competitionId, {
    spareNumbers: 0,
    stageId: stageId(table, 'essay'),
  });
  const writers: OwnSitting[] = [];
  let tried = 0;
  await inParallel(candidates.length, AT_ONCE, async (nth) => {
    const { client, index } = candidates[nth] as LongCandidate;
    const leased = await beginIfIn(client, sessionId);
    if (leased) {
      const chance = chanceOf(`${code} essay`, index);
      await sitExam(client, leased, chance, writer(chance), 100);
      writers.push({ client, sittingId: leased.sittingId });
    }
    tried += 1;
    progress('Those who went on write two texts', tried, candidates.length);
  });
  await closeAndGrade(exam, sessionId, writers.length, progress);
  const { adjudicated } = await markTexts({ ...plan, exam }, sessionId, progress);
  await releaseResults(exam, sessionId);
  await published(table, { 'result-list': 3 });
  progress('Marks released', 1, 1);
  await appealMark(plan, sessionId, await weakest(writers));
  await published(table, { 'appeal-decided': 1, 'result-list': 4 });
  progress('An appeal is upheld, the mark corrected', 1, 1);
  await conclude(table, 'essay');
  progress('The essay is concluded', 1, 1);
  return { wrote: writers.length, adjudicated };
}

/** Begins a sitting; undefined where somebody is not in the stage. */
async function beginIfIn(client: ApiClient, sessionId: string): Promise<Leased | undefined> {
  try {
    return await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'SESSION.NOT_IN_STAGE') return undefined;
    throw error;
  }
}

/** Whoever has the fewest points: they may well have a reason to appeal. */
async function weakest(writers: readonly OwnSitting[]): Promise<OwnSitting> {
  let found: { readonly one: OwnSitting; readonly points: number } | undefined;
  for (const one of writers) {
    const { points } = await one.client.get<{ points: number }>(`/api/v1/sittings/${one.sittingId}/result`);
    if (!found || points < found.points) found = { one, points };
  }
  if (!found) throw new Error('Nobody went on to the essay.');
  return found.one;
}
