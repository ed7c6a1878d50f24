import type { ApiClient } from './api-client.js';
import type { Progress } from './round-plan.js';
import { waitFor } from './wait-for.js';

export interface GradingProgress {
  readonly closed: number;
  readonly graded: number;
  /** Texts that wait for a mark. */
  readonly unmarked: number;
}

export const gradingOf = (exam: ApiClient, sessionId: string): Promise<GradingProgress> =>
  exam.get<GradingProgress>(`/api/v1/sessions/${sessionId}/grading`);

/** Closes a session in which so many have sat, and waits until the worker has graded all of them. */
export async function closeAndGrade(
  exam: ApiClient,
  sessionId: string,
  sat: number,
  progress: Progress,
): Promise<void> {
  await exam.post(`/api/v1/sessions/${sessionId}/closing`);
  await waitFor(async () => {
    const { closed, graded } = await gradingOf(exam, sessionId);
    progress('The worker grades', graded, closed);
    return graded === closed && closed === sat;
  });
}

/** Releases the results. Whatever stands out about questions is for people to look at, and in a played round nobody is there. */
export const releaseResults = (exam: ApiClient, sessionId: string): Promise<unknown> =>
  exam.post(`/api/v1/sessions/${sessionId}/release`, {
    reason: 'A played round: nobody looks at questions that stand out.',
  });
