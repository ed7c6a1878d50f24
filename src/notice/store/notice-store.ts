import { rows, type Tx } from '../../platform/index.js';
import type { NoticeDetail } from '../domain/notice-kinds.js';

export interface NoticeView {
  readonly id: string;
  readonly kind: string;
  readonly details: Readonly<Record<string, NoticeDetail>>;
  readonly path: string;
  readonly postedAt: Date;
}

/** What one worker holds of a letter while it sends it. */
export interface ClaimedNotice extends NoticeView {
  readonly attempts: number;
  readonly name: string;
  readonly address: string;
  readonly language: string;
}

/** A letter that needs a person. */
export interface StuckNotice {
  readonly id: string;
  readonly kind: string;
  readonly state: 'refused' | 'unsure';
  readonly fault: string | null;
  readonly attempts: number;
  readonly postedAt: Date;
}

const FIELDS = `n.id, n.kind, n.details, n.path, n.posted_at AS "postedAt"`;

/** A person's notices, newest first. `after`: the last one seen. */
export async function noticesOf(
  tx: Tx,
  personId: string,
  after: { readonly postedAt: string; readonly id: string } | null,
  limit: number,
): Promise<NoticeView[]> {
  return rows<NoticeView>(
    tx,
    `SELECT ${FIELDS} FROM notice n
     WHERE n.person_id = $1 AND ($2::timestamptz IS NULL OR
       (date_trunc('milliseconds', n.posted_at), n.id) < ($2::timestamptz, $3::uuid))
     ORDER BY date_trunc('milliseconds', n.posted_at) DESC, n.id DESC LIMIT $4`,
    [personId, after?.postedAt ?? null, after?.id ?? null, limit],
  );
}

/** Letters that are due, the oldest first. */
export async function dueNotices(tx: Tx, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM notice WHERE state = 'waiting' AND due_at <= clock_timestamp() ORDER BY due_at, id LIMIT $1`,
    [limit],
  );
  return found.map(({ id }) => id);
}

/**
 * Takes one letter to send it: of two that ask, one gets it. Committed before the letter is on its way, so that whatever
 * happens then nobody sends it a second time unknowingly.
 */
export async function claimNotice(tx: Tx, id: string): Promise<ClaimedNotice | undefined> {
  const [claimed] = await rows<ClaimedNotice>(
    tx,
    `UPDATE notice n SET state = 'sending', attempts = n.attempts + 1, changed_at = clock_timestamp()
     FROM account a JOIN person p ON p.id = a.person_id
     WHERE n.id = $1 AND n.state = 'waiting' AND n.due_at <= clock_timestamp() AND a.person_id = n.person_id
     RETURNING ${FIELDS}, n.attempts, p.full_name AS name, a.sign_in AS address, a.language`,
    [id],
  );
  return claimed;
}

/** What became of a letter that was being sent. @param seconds until the next try, for `waiting`. */
export async function settleNotice(
  tx: Tx,
  id: string,
  state: 'waiting' | 'sent' | 'refused' | 'unsure',
  fault: string | null,
  seconds = 0,
): Promise<void> {
  await tx.query(
    `UPDATE notice SET state = $2, fault = $3, changed_at = clock_timestamp(),
       due_at = clock_timestamp() + $4 * interval '1 second'
     WHERE id = $1 AND state = 'sending'`,
    [id, state, fault, seconds],
  );
}

/** Letters whose worker went away in the middle: perhaps they were sent. @returns how many there were. */
export async function doubtAbandoned(tx: Tx, minutes: number): Promise<number> {
  const found = await rows(
    tx,
    `UPDATE notice SET state = 'unsure', fault = 'WORKER_GONE', changed_at = clock_timestamp()
     WHERE state = 'sending' AND changed_at < clock_timestamp() - $1 * interval '1 minute' RETURNING 1`,
    [minutes],
  );
  return found.length;
}

/** Letters that were refused, or of which nobody knows; the newest first, a hundred at most. No name, no address. */
export async function stuckNotices(tx: Tx): Promise<StuckNotice[]> {
  return rows<StuckNotice>(
    tx,
    `SELECT id, kind, state, fault, attempts, posted_at AS "postedAt" FROM notice
     WHERE state IN ('refused', 'unsure') ORDER BY changed_at DESC, id LIMIT 100`,
  );
}

/** How many letters there are in each state that is not over. */
export async function noticeCounts(tx: Tx): Promise<{ readonly waiting: number; readonly stuck: number }> {
  const [counts] = await rows<{ waiting: number; stuck: number }>(
    tx,
    `SELECT (SELECT count(*)::int FROM notice WHERE state = 'waiting') AS waiting,
       (SELECT count(*)::int FROM notice WHERE state IN ('refused', 'unsure')) AS stuck`,
  );
  return counts ?? { waiting: 0, stuck: 0 };
}
