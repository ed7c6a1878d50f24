import { newId } from '../src/kernel/index.js';
import type { Database } from '../src/platform/index.js';

export interface WatchWish {
  /** So many have the open sittings among them. */
  readonly sessions: number;
  /** 0: no camera. */
  readonly snapshotsAnHour: number;
}

/** Gives the sittings of the open session to several, in which everything is watched, and has everybody agree. @returns their ids. */
export async function watchSittings(
  database: Database,
  { sessions, snapshotsAnHour }: WatchWish,
): Promise<string[]> {
  const [first] = await database.query<{ id: string; competition: string }>(
    `SELECT id, competition_id AS competition FROM exam_session WHERE state = 'open'`,
  );
  if (!first) throw new Error('The demonstration has no open session.');
  const more = Array.from({ length: sessions - 1 }, () => newId());
  await database.query(`INSERT INTO scope (id, kind, parent_id) SELECT unnest($1::uuid[]), 'session', $2`, [
    more,
    first.competition,
  ]);
  await database.query(
    `INSERT INTO exam_session (id, competition_id, title, state, opens_at, entry_closes_at, minutes, release_policy, created_by)
     SELECT made.id, competition_id, title, state, opens_at, entry_closes_at, minutes, 'officer', created_by
     FROM exam_session x, unnest($1::uuid[]) AS made (id) WHERE x.id = $2`,
    [more, first.id],
  );
  const all = [first.id, ...more];
  await database.query(
    `UPDATE sitting s SET session_id = ($1::uuid[])[1 + n.number % $2]
     FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS number FROM sitting WHERE state = 'open') n WHERE n.id = s.id`,
    [all, sessions],
  );
  await database.query(
    `INSERT INTO session_watch (session_id, version, camera, snapshots_an_hour, full_screen, keep_snapshot_days,
       keep_signal_days, account_id, official)
     SELECT s.id, 1, $2, $3, true, 30, 180, a.id, 'Bench'
     FROM unnest($1::uuid[]) AS s (id), (SELECT id FROM account LIMIT 1) a`,
    [all, snapshotsAnHour === 0 ? 'none' : 'offered', snapshotsAnHour],
  );
  await database.query('UPDATE exam_session SET watch_version = 1 WHERE id = ANY($1::uuid[])', [all]);
  await database.query(`INSERT INTO watch_notice (hash, language, body) VALUES ('\\x00', 'en', '{}')`, []);
  await database.query(
    `INSERT INTO watch_consent (session_id, person_id, version, notice_hash, camera)
     SELECT session_id, person_id, 1, '\\x00', $2 FROM sitting WHERE session_id = ANY($1::uuid[])`,
    [all, snapshotsAnHour > 0],
  );
  await database.query('ANALYZE', []);
  return all;
}
