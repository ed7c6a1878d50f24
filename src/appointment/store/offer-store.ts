import { rows, type Tx } from '../../platform/index.js';
import type { Texts } from '../../competition/index.js';
import { REMINDER_HOURS } from '../domain/offer-terms.js';
import type { OfferEvent, OfferState } from '../domain/offer-state.js';

export interface OfferView {
  readonly id: string;
  readonly competitionId: string;
  readonly postId: string;
  readonly postTitle: Texts;
  readonly applicationId: string;
  readonly sittingId: string | null;
  readonly personId: string;
  readonly personName: string;
  readonly rankingVersion: number;
  readonly place: number;
  readonly passedOverReason: string | null;
  readonly declined: number;
  /** As it is now: one whose time has run out is expired, one of a ranking that was replaced is withdrawn. */
  readonly state: OfferState;
  readonly offeredAt: Date;
  readonly answerBy: Date;
  /** When the candidate was reminded that it lapses soon; null: not yet. */
  readonly remindedAt: Date | null;
  /** Name and position of whoever made it. */
  readonly offeredBy: string;
  /** Whose accounts may not sign it. */
  readonly proposers: readonly (string | null)[];
  readonly endedAt: Date | null;
  /** Why it ended, where somebody said so. */
  readonly endReason: string | null;
}

const STATE = `CASE WHEN o.state IN ('offered', 'accepted') AND r.state <> 'approved' THEN 'withdrawn'
  WHEN o.state = 'offered' AND o.answer_by <= clock_timestamp() THEN 'expired' ELSE o.state END`;

const OFFER = `
  SELECT o.id, o.competition_id AS "competitionId", o.post_id AS "postId", post.title AS "postTitle",
    o.application_id AS "applicationId", o.sitting_id AS "sittingId", o.person_id AS "personId", person.full_name AS "personName", r.version AS "rankingVersion",
    o.place, o.passed_over_reason AS "passedOverReason", o.declined, ${STATE} AS state, o.offered_at AS "offeredAt",
    o.answer_by AS "answerBy", o.reminded_at AS "remindedAt", o.offered_official AS "offeredBy", ARRAY[o.offered_by, o.offered_for]::text[] AS proposers,
    coalesce(o.ended_at, CASE WHEN o.state = 'offered' AND o.answer_by <= clock_timestamp() THEN o.answer_by END) AS "endedAt",
    (SELECT e.reason FROM offer_event e WHERE e.offer_id = o.id AND e.event IN ('refuse', 'withdraw', 'return')
      ORDER BY e.id DESC LIMIT 1) AS "endReason"
  FROM appointment_offer o JOIN ranking r ON r.id = o.ranking_id JOIN post ON post.id = o.post_id
    JOIN person ON person.id = o.person_id`;

/** All offers of a competition, in the order in which they were made. */
export const offersOf = (tx: Tx, competitionId: string): Promise<OfferView[]> =>
  rows<OfferView>(tx, `${OFFER} WHERE o.competition_id = $1 ORDER BY o.offered_at, o.id`, [competitionId]);

/** What was offered to a person, the newest first. */
export const offersToPerson = (tx: Tx, personId: string): Promise<OfferView[]> =>
  rows<OfferView>(tx, `${OFFER} WHERE o.person_id = $1 ORDER BY o.offered_at DESC, o.id`, [personId]);

export async function offerById(tx: Tx, id: string): Promise<OfferView | undefined> {
  const [offer] = await rows<OfferView>(tx, `${OFFER} WHERE o.id = $1`, [id]);
  return offer;
}

/** How many offers wait for a signature, by competition. */
export async function offersToSign(
  tx: Tx,
  competitionIds: readonly string[],
): Promise<{ competitionId: string; count: number }[]> {
  return rows(
    tx,
    `SELECT o.competition_id AS "competitionId", count(*)::int AS count
     FROM appointment_offer o JOIN ranking r ON r.id = o.ranking_id AND r.state = 'approved'
     WHERE o.competition_id = ANY($1::uuid[]) AND o.state = 'accepted' GROUP BY 1 ORDER BY 1`,
    [competitionIds],
  );
}

/** Takes an offer to its next state, on record. @param accountId null: its time ran out. */
export async function moveOffer(
  tx: Tx,
  offerId: string,
  to: { readonly state: OfferState; readonly event: OfferEvent },
  by: { readonly accountId: string | null; readonly reason?: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE appointment_offer SET state = $2, ended_at = CASE WHEN $2 = 'accepted' THEN NULL ELSE clock_timestamp() END
     WHERE id = $1`,
    [offerId, to.state],
  );
  await tx.query('INSERT INTO offer_event (offer_id, event, account_id, reason) VALUES ($1, $2, $3, $4)', [
    offerId,
    to.event,
    by.accountId,
    by.reason ?? null,
  ]);
}

/**
 * Writes down what the clock and a new ranking have done: offers whose time ran out, and those of a ranking that another
 * one replaced. Readers see it before that already.
 *
 * @param competitionId null: of all. @returns their ids.
 */
export async function settleOffers(tx: Tx, competitionId: string | null): Promise<string[]> {
  const settled = await rows<{ id: string }>(
    tx,
    `WITH due AS (
       SELECT o.id, ${STATE} AS now_is, o.answer_by, r.id AS ranking_id
       FROM appointment_offer o JOIN ranking r ON r.id = o.ranking_id
       WHERE o.state IN ('offered', 'accepted') AND ($1::uuid IS NULL OR o.competition_id = $1)
         AND (r.state <> 'approved' OR (o.state = 'offered' AND o.answer_by <= clock_timestamp()))
       ORDER BY o.id FOR UPDATE OF o SKIP LOCKED
     ), moved AS (
       UPDATE appointment_offer o SET state = due.now_is,
         ended_at = CASE due.now_is WHEN 'expired' THEN due.answer_by ELSE clock_timestamp() END
       FROM due WHERE o.id = due.id RETURNING o.id, due.now_is, o.competition_id
     )
     INSERT INTO offer_event (offer_id, event, account_id, reason)
     SELECT m.id, CASE m.now_is WHEN 'expired' THEN 'lapse' ELSE 'withdraw' END,
       -- Whoever approved the new ranking answers for it.
       CASE m.now_is WHEN 'withdrawn' THEN (SELECT n.approved_by FROM ranking n
         WHERE n.competition_id = m.competition_id AND n.state = 'approved') END,
       CASE m.now_is WHEN 'withdrawn' THEN 'ranking-replaced' END
     FROM moved m RETURNING offer_id AS id`,
    [competitionId],
  );
  return settled.map(({ id }) => id);
}

/** Takes the offers whose candidates have to be reminded now, each once. @returns their ids. */
export async function dueReminders(tx: Tx): Promise<string[]> {
  const due = await rows<{ id: string }>(
    tx,
    `UPDATE appointment_offer SET reminded_at = clock_timestamp() WHERE id IN (
       SELECT o.id FROM appointment_offer o JOIN ranking r ON r.id = o.ranking_id AND r.state = 'approved'
       WHERE o.state = 'offered' AND o.reminded_at IS NULL AND o.answer_by > clock_timestamp()
         AND o.answer_by - least(make_interval(hours => $1), (o.answer_by - o.offered_at) / 2) <= clock_timestamp()
       ORDER BY o.id FOR UPDATE OF o SKIP LOCKED)
     RETURNING id`,
    [REMINDER_HOURS],
  );
  return due.map(({ id }) => id);
}
