import { beCandidate, chanceOf } from './be-candidate.js';
import { closeAndGrade, releaseResults } from './close-and-grade.js';
import { challengeItem, type OwnSitting } from './contest.js';
import { inParallel } from './crowd-pace.js';
import { openSession } from './open-session.js';
import { AT_ONCE } from './round-plan.js';
import { conclude, published, stageId, type LongCandidate, type Table } from './round-table.js';
import { sitExam, type Leased } from './sit-exam.js';

/** The exam, from applications to its conclusion, with an answer key that is challenged. */
export async function holdExam(table: Table): Promise<{ candidates: LongCandidate[]; moved: number }> {
  const { plan, progress, code, competitionId, hr, exam } = table;
  const sessionId = await openSession(exam, competitionId, {
    spareNumbers: plan.candidates,
    stageId: stageId(table, 'exam'),
    review: 'answers-and-keys',
  });
  const candidates: LongCandidate[] = [];
  let challenger: (OwnSitting & { readonly position: number }) | undefined;
  await inParallel(plan.candidates, AT_ONCE, async (index) => {
    const chance = chanceOf(code, index);
    const candidate = await beCandidate(plan.base, competitionId, { code, index, chance });
    const { client } = candidate;
    const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
    const [position] = await sitExam(client, leased, chance, plan.knowledge);
    if (position !== undefined) challenger ??= { client, sittingId: leased.sittingId, position };
    candidates.push({ ...candidate, index });
    progress('Candidates register, apply, sit and hand in', candidates.length, plan.candidates);
  });
  await closeAndGrade(exam, sessionId, plan.candidates, progress);
  await releaseResults(exam, sessionId);
  progress('Results released', 1, 1);
  if (!challenger) throw new Error('Everybody knew everything: there is nothing to challenge.');
  await published(table, { 'result-list': 1 });
  const moved = await challengeItem({ ...plan, exam }, competitionId, challenger, challenger.position);
  await published(table, { 'answer-key-changed': 1, 'result-list': 2 });
  progress('A challenge is accepted, all are graded again', 1, 1);
  await hr.post(`/api/v1/competitions/${competitionId}/closing`);
  await conclude(table, 'exam');
  progress('The exam is concluded', 1, 1);
  return { candidates, moved };
}
