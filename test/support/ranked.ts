import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newAccount, staff, type NewAccount } from './candidates.js';
import type { TestPlatform } from './platform.js';
import { draftCompetition } from './staged.js';

export interface MadeRanking {
  readonly competitionId: string;
  readonly postId: string;
  /** In the order of their places, from 1. */
  readonly ranked: readonly (NewAccount & { readonly applicationId: string; readonly client: ApiClient })[];
}

let made = 0;

/** A competition with an approved ranking of candidates who have applied: as if it had been made, nobody sat anything. */
export async function madeRanking(
  platform: TestPlatform,
  { candidates, places }: { readonly candidates: number; readonly places: number },
): Promise<MadeRanking> {
  const { database } = platform.api.parts;
  made += 1;
  const competitionId = await draftCompetition(platform, `RANKED-${String(made)}`);
  const hr = await staff(platform, 'hr');
  await hr.post(`/api/v1/competitions/${competitionId}/announcement`);
  const [post] = await database.query<{ id: string }>(
    'UPDATE post SET places = $2 WHERE competition_id = $1 RETURNING id',
    [competitionId, places],
  );
  const ranked = [];
  for (let place = 1; place <= candidates; place += 1) {
    const account = await newAccount(platform);
    const { client } = account;
    const { applicationId } = await client.post<{ applicationId: string }>(
      `/api/v1/competitions/${competitionId}/applications`,
      { language: 'en' },
    );
    ranked.push({ ...account, applicationId });
  }
  const rankingId = randomUUID();
  await database.query(
    `INSERT INTO ranking (id, competition_id, version, scoring_version_ids, rule, state, content_hash, created_by, approved_at, approved_by)
     SELECT $1, $2, 1, '{}', '{"code":"openmerit-rank-1","subjectOrder":[]}', 'approved', '\\x00', a.id, clock_timestamp(), a.id
     FROM account a WHERE a.sign_in = 'hr'`,
    [rankingId, competitionId],
  );
  await database.query(
    `INSERT INTO ranking_place (ranking_id, application_id, candidate_number, person_id, points, by_part, passed, place)
     SELECT $1, a.id, 'MADE' || a.id, a.person_id, 10000 - t.place, '{}', true, t.place
     FROM unnest($2::uuid[]) WITH ORDINALITY AS t (id, place) JOIN application a ON a.id = t.id`,
    [rankingId, ranked.map(({ applicationId }) => applicationId)],
  );
  return { competitionId, postId: post?.id ?? '', ranked };
}
