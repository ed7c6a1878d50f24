import { newId } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { NoticeDraft } from '../domain/notice-kinds.js';

/**
 * Tells people something: on their own page of notices at once, and by letter once the caller's transaction is committed.
 * The same kind about the same is told to one person once, however often this runs. Whoever has no account is told nothing.
 *
 * @returns how many are new.
 */
export async function postNotices(tx: Tx, drafts: readonly NoticeDraft[]): Promise<number> {
  if (drafts.length === 0) return 0;
  const posted = await rows(
    tx,
    `INSERT INTO notice (id, kind, person_id, about, details, path)
     SELECT n.id, n.kind, n.person_id, n.about, n.details, n.path
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::jsonb[], $6::text[])
       AS n (id, kind, person_id, about, details, path)
     WHERE EXISTS (SELECT 1 FROM account a WHERE a.person_id = n.person_id AND a.state = 'active')
     ORDER BY n.kind, n.about, n.person_id
     ON CONFLICT (kind, about, person_id) DO NOTHING RETURNING 1`,
    [
      drafts.map(() => newId()),
      drafts.map(({ kind }) => kind),
      drafts.map(({ personId }) => personId),
      drafts.map(({ about }) => about),
      drafts.map(({ details }) => JSON.stringify(details)),
      drafts.map(({ path }) => path),
    ],
  );
  return posted.length;
}

/** As {@link postNotices}, for one. */
export const postNotice = (tx: Tx, draft: NoticeDraft): Promise<number> => postNotices(tx, [draft]);
