import { rows, type Principal, type Tx } from '../../platform/index.js';
import type { SittingClaim } from '../domain/sitting-token.js';

/**
 * SQL: whether message `m` is for sitting `s`. What is said to everybody is also for who begins later, and not for whose
 * sitting was over by then.
 */
const REACHES = `
  m.session_id = s.session_id AND (m.sitting_id IS NULL OR m.sitting_id = s.id)
  AND (s.closed_at IS NULL OR s.closed_at >= m.at)
  AND NOT EXISTS (SELECT 1 FROM sitting_void v WHERE v.sitting_id = s.id AND v.at < m.at)`;

/** SQL: the number of the newest message for sitting `s`, 0 where there is none. Two steps in two indexes. */
export const NEWEST_MESSAGE = `coalesce(greatest(
  (SELECT max(m.number) FROM exam_message m WHERE m.session_id = s.session_id AND m.sitting_id IS NULL),
  (SELECT max(m.number) FROM exam_message m WHERE m.sitting_id = s.id)), 0)`;

interface NewMessage {
  readonly id: string;
  readonly sessionId: string;
  /** One sitting, or null: everybody. */
  readonly sittingId: string | null;
  readonly text: string;
}

/**
 * Writes a message under the session's next number. The caller holds the session's row: so numbers become visible in
 * their order, and who asks for what is newer than one misses none.
 *
 * @returns its number, and for how many sittings that are open now it is.
 */
export async function writeMessage(
  tx: Tx,
  principal: Principal,
  { id, sessionId, sittingId, text }: NewMessage,
): Promise<{ number: number; reached: number }> {
  const [written] = await rows<{ number: number; reached: number }>(
    tx,
    `INSERT INTO exam_message (id, session_id, number, sitting_id, text, account_id, official)
     SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6 FROM exam_message WHERE session_id = $2
     RETURNING number, (SELECT count(*)::int FROM sitting s
       WHERE s.session_id = $2 AND s.state = 'open' AND ($3::uuid IS NULL OR s.id = $3)) AS reached`,
    [id, sessionId, sittingId, text, principal.accountId, principal.official],
  );
  if (!written) throw new Error('A message is written.');
  return written;
}

interface WrittenMessage extends Pick<NewMessage, 'sessionId' | 'text'> {
  readonly candidateNumber: string | null;
  readonly accountId: string;
  readonly number: number;
  /** Sittings that are open now and that it is for. */
  readonly reached: number;
}

/** What was written under an id, and by whom; undefined where nothing was. */
export async function messageById(tx: Tx, id: string): Promise<WrittenMessage | undefined> {
  const [found] = await rows<WrittenMessage>(
    tx,
    `SELECT m.session_id AS "sessionId", t.candidate_number AS "candidateNumber", m.text, m.account_id AS "accountId",
       m.number, (SELECT count(*)::int FROM sitting s WHERE s.session_id = m.session_id AND s.state = 'open'
         AND (m.sitting_id IS NULL OR s.id = m.sitting_id)) AS reached
     FROM exam_message m LEFT JOIN sitting t ON t.id = m.sitting_id WHERE m.id = $1`,
    [id],
  );
  return found;
}

/** A message as its candidate gets it. */
export interface OwnMessage {
  readonly number: number;
  readonly text: string;
  /** Name and position of who wrote it. */
  readonly official: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isRead: boolean;
  /** To everybody, not to this candidate alone. */
  readonly toAll: boolean;
}

export interface MessagesWish extends SittingClaim {
  /** Those with a higher number alone. */
  readonly after: number;
}

/** The messages for each of some leases, the oldest first; none for a lease that is not there. */
export async function messagesOf(tx: Tx, wishes: readonly MessagesWish[]): Promise<OwnMessage[][]> {
  const found = await rows<Omit<OwnMessage, 'at'> & { at: string; wish: string }>(
    tx,
    `SELECT w.wish::text, m.number, m.text, m.official, (extract(epoch FROM m.at) * 1000)::bigint::text AS at,
       r.sitting_id IS NOT NULL AS "isRead", m.sitting_id IS NULL AS "toAll"
     FROM unnest($1::uuid[], $2::int[], $3::int[]) WITH ORDINALITY AS w (sitting_id, lease, after, wish)
     JOIN sitting_lease l ON l.sitting_id = w.sitting_id AND l.lease = w.lease
     JOIN sitting s ON s.id = l.sitting_id
     JOIN exam_message m ON m.number > w.after AND ${REACHES}
     LEFT JOIN exam_message_read r ON r.sitting_id = s.id AND r.message_id = m.id
     ORDER BY w.wish, m.number`,
    [
      wishes.map(({ sittingId }) => sittingId),
      wishes.map(({ lease }) => lease),
      wishes.map(({ after }) => after),
    ],
  );
  const lists = wishes.map((): OwnMessage[] => []);
  for (const { wish, at, ...message } of found) {
    lists[Number(wish) - 1]?.push({ ...message, at: Number(at) });
  }
  return lists;
}

/** All messages for a sitting, the oldest first: what its candidate was told. */
export async function messagesOfSitting(
  tx: Tx,
  sittingId: string,
): Promise<(Pick<OwnMessage, 'number' | 'text' | 'official'> & { readonly at: Date })[]> {
  return rows(
    tx,
    `SELECT m.number, m.text, m.official, m.at FROM sitting s JOIN exam_message m ON ${REACHES}
     WHERE s.id = $1 ORDER BY m.number`,
    [sittingId],
  );
}

/** The candidate has read a message; saying so again changes nothing. @returns false where it is none of theirs. */
export async function markRead(tx: Tx, { sittingId, lease }: SittingClaim, number: number): Promise<boolean> {
  const found = await rows(
    tx,
    `WITH own AS (
       SELECT s.id AS sitting_id, m.id AS message_id
       FROM sitting_lease l JOIN sitting s ON s.id = l.sitting_id JOIN exam_message m ON m.number = $3 AND ${REACHES}
       WHERE l.sitting_id = $1 AND l.lease = $2
     ), kept AS (
       INSERT INTO exam_message_read (sitting_id, message_id) SELECT sitting_id, message_id FROM own ON CONFLICT DO NOTHING
     ) SELECT 1 FROM own`,
    [sittingId, lease, number],
  );
  return found.length > 0;
}

/** A message as staff see it. */
export interface MessageView {
  readonly number: number;
  readonly at: Date;
  /** One sitting, or null: everybody. */
  readonly candidateNumber: string | null;
  readonly text: string;
  readonly official: string;
  /** Sittings that it is for, also those that began after it. */
  readonly reached: number;
  /** How many of these have read it. */
  readonly read: number;
}

/** A session's messages, the newest first. */
export async function messagesOfSession(tx: Tx, sessionId: string): Promise<MessageView[]> {
  return rows<MessageView>(
    tx,
    `SELECT m.number, m.at, t.candidate_number AS "candidateNumber", m.text, m.official, c.reached, c.read
     FROM exam_message m LEFT JOIN sitting t ON t.id = m.sitting_id
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS reached, count(r.sitting_id)::int AS read
       FROM sitting s LEFT JOIN exam_message_read r ON r.sitting_id = s.id AND r.message_id = m.id
       WHERE s.session_id = $1 AND ${REACHES}) c
     WHERE m.session_id = $1 ORDER BY m.number DESC`,
    [sessionId],
  );
}
