import { ApiError, type ApiClient } from '../../src/desk/round/api-client.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { newSitting, openSession, staff } from './candidates.js';
import type { TestPlatform } from './platform.js';
import { until } from './until.js';

export interface Sat {
  readonly client: ApiClient;
  readonly sittingId: string;
}

/** The demonstration's session with some who have sat it, each better than the one before, its results out, a ranking approved. */
export async function releasedSession(platform: TestPlatform, candidates: number) {
  const { sessionId, competitionId } = await openSession(platform);
  const knowledge = bankKnowledge(platform.config.banksDir);
  const sat: Sat[] = [];
  for (let index = 0; index < candidates; index += 1) {
    const { client, sittingId, leased } = await newSitting(platform);
    const generator = seededGenerator(sha256(`contested ${String(index)}`));
    await sitExam(client, leased, generator, knowledge, 50 + Math.floor((45 * index) / candidates));
    sat.push({ client, sittingId });
  }
  const [exam, hr] = [await staff(platform, 'exam'), await staff(platform, 'hr')];
  await exam.post(`/api/v1/sessions/${sessionId}/closing`);
  await until(async () => {
    const { closed, graded } = await exam.get<{ closed: number; graded: number }>(
      `/api/v1/sessions/${sessionId}/grading`,
    );
    return closed === candidates && graded === closed;
  });
  // The demonstration's session has a release that was signed beforehand: the worker may be first.
  await exam.post(`/api/v1/sessions/${sessionId}/release`).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.code === 'GRADING.ALREADY_RELEASED')) throw error;
  });
  const rankings = `/api/v1/competitions/${competitionId}/rankings`;
  const { version } = await hr.post<{ version: number }>(rankings);
  await hr.post(`${rankings}/${String(version)}/approval`);
  return { sessionId, competitionId, sat, exam, hr };
}

/** A case once it is worked out what its change would do. @param at its address in the API. */
export const foreseenAt = <T extends object>(reader: ApiClient, at: string): Promise<T & Foretold> =>
  until(async () => {
    const one = await reader.get<T & { foreseenHash: string | null }>(at);
    return one.foreseenHash === null ? undefined : { ...one, foreseenHash: one.foreseenHash };
  });

interface Foretold {
  readonly foreseenHash: string;
}

/** Questions that several had and not all of them answered rightly: who had it where, and its code. */
export async function sharedItems(
  platform: TestPlatform,
  type = 'single-choice',
): Promise<
  { itemVersionId: string; code: string; places: { sittingId: string; position: number; points: number }[] }[]
> {
  return platform.api.parts.database.query(
    `SELECT v.id AS "itemVersionId", i.code, json_agg(json_build_object('sittingId', f.sitting_id,
         'position', (e ->> 'position')::int, 'points', (g.by_item -> 0 ->> (e ->> 'position')::int - 1)::int) ORDER BY f.sitting_id) AS places
     FROM form f JOIN sitting s ON s.id = f.sitting_id AND s.state = 'closed' JOIN grade g ON g.sitting_id = f.sitting_id
       JOIN scoring_version n ON n.id = g.scoring_version_id AND n.number = 1, jsonb_array_elements(f.items) e,
       item_version v JOIN item i ON i.id = v.item_id
     WHERE v.id = (e ->> 'itemVersionId')::uuid AND v.type = $1
     GROUP BY v.id, i.code
     HAVING count(*) >= 2 AND min((g.by_item -> 0 ->> (e ->> 'position')::int - 1)::int) < 100 ORDER BY count(*) DESC, i.code`,
    [type],
  );
}
