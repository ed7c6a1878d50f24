import { ApiClient } from './api-client.js';
import { gradingOf } from './close-and-grade.js';
import { qualityOf } from './essays.js';
import type { Progress } from './round-plan.js';
import { waitFor } from './wait-for.js';

interface TextInHand {
  readonly text: string;
  readonly tasks: readonly {
    readonly rubric: readonly { readonly criterion: string; readonly points: number }[];
  }[];
}

/** How a marker values a text: a share of each criterion's points, in hundredths. */
type Eye = (quality: number, nth: number) => number;

const plain: Eye = (quality) => 20 + Math.floor(quality * 0.7);
const mild: Eye = (quality) => plain(quality, 0) + 5;
/** Too far from the other marker's on one text, so that a third decides. */
const APART = 45;
const unsteady: Eye = (quality, nth) => {
  const share = mild(quality, nth);
  return nth > 0 ? share : share > 50 ? share - APART : share + APART;
};

export interface Marking {
  readonly texts: number;
  /** By the third marker. */
  readonly adjudicated: number;
}

/**
 * Two markers mark all texts of a session blind, by criteria; once they differ by too much, and a third decides. Then the
 * worker has graded with the marks.
 */
export async function markTexts(
  { base, password, exam }: { readonly base: string; readonly password: string; readonly exam: ApiClient },
  sessionId: string,
  progress: Progress,
): Promise<Marking> {
  const named = async (signIn: string): Promise<ApiClient> => {
    const marker = await new ApiClient(base).signIn(signIn, password);
    const { account } = await marker.get<{ account: { accountId: string } }>('/api/v1/session');
    await exam.post(`/api/v1/sessions/${sessionId}/marking/markers`, { accountId: account.accountId });
    return marker;
  };
  const one = await named('marker');
  const other = await named('marker2');
  const third = await named('marker3');
  // The worker finds the texts when it grades what the machine can.
  let done = 0;
  const count = (): void => {
    done += 1;
    progress('Two markers mark every text blind', done, done);
  };
  const [texts] = await Promise.all([
    markAll(one, sessionId, plain, count),
    markAll(other, sessionId, unsteady, count),
  ]);
  const adjudicated = await markAll(third, sessionId, plain, () => undefined);
  progress('A third marker decides where they are apart', adjudicated, adjudicated);
  await waitFor(async () => {
    const { closed, graded, unmarked } = await gradingOf(exam, sessionId);
    return graded === closed && unmarked === 0;
  });
  return { texts, adjudicated };
}

/** @returns how many texts it were. */
async function markAll(marker: ApiClient, sessionId: string, eye: Eye, onMark: () => void): Promise<number> {
  const marking = `/api/v1/sessions/${sessionId}/marking`;
  for (let nth = 0; ; nth += 1) {
    const { textId } = await marker.post<{ textId: string | null }>(`${marking}/next`);
    if (textId === null) return nth;
    const { text, tasks } = await marker.get<TextInHand>(`${marking}/texts/${textId}`);
    const share = eye(qualityOf(text), nth);
    const criteria = Object.fromEntries(
      (tasks[0]?.rubric ?? []).map(({ criterion, points }) => [
        criterion,
        Math.round((points * share) / 100),
      ]),
    );
    await marker.post(`${marking}/texts/${textId}/marks`, { criteria });
    onMark();
  }
}
