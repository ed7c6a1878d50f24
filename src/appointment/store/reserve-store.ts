import type { CompetitionView } from '../../competition/index.js';
import { profileOf } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { approvedRanking } from '../../ranking/index.js';

export interface ReserveMember {
  readonly applicationId: string;
  readonly sittingId: string | null;
  readonly personName: string;
  readonly place: number;
  /** Hundredths. */
  readonly points: number;
  /** Of theirs an offer is open. */
  readonly hasOffer: boolean;
  /** Posts that they did not take. */
  readonly declined: number;
}

export interface ReserveView {
  /** Until when somebody of it can be offered a post. */
  readonly expiresAt: Date;
  readonly expired: boolean;
  readonly members: readonly ReserveMember[];
}

/** Until when the reserve of a competition lasts: its profile's days from the approval on. Undefined: no ranking yet. */
export async function reserveTime(
  tx: Tx,
  competition: CompetitionView,
): Promise<{ expiresAt: Date; expired: boolean } | undefined> {
  const ranking = await approvedRanking(tx, competition.id);
  if (!ranking?.approvedAt) return undefined;
  const { deadlines } = await profileOf(tx, competition.profile);
  const [time] = await rows<{ expiresAt: Date; expired: boolean }>(
    tx,
    `SELECT t.at AS "expiresAt", t.at <= clock_timestamp() AS expired
     FROM (SELECT $1::timestamptz + make_interval(days => $2) AS at) t`,
    [ranking.approvedAt, deadlines.reserveExpiry],
  );
  return time;
}

/** Those with a place and without an appointment, in order, the first so many of them. Undefined: no ranking yet. */
export async function reserveOf(
  tx: Tx,
  competition: CompetitionView,
  limit: number,
): Promise<ReserveView | undefined> {
  const time = await reserveTime(tx, competition);
  if (!time) return undefined;
  const members = await rows<ReserveMember>(
    tx,
    `SELECT p.application_id AS "applicationId", p.sitting_id AS "sittingId", person.full_name AS "personName", p.place, p.points,
       coalesce(o.open, false) AS "hasOffer", coalesce(o.declined, 0)::int AS declined
     FROM ranking r JOIN ranking_place p ON p.ranking_id = r.id JOIN person ON person.id = p.person_id
       LEFT JOIN LATERAL (
         SELECT bool_or(f.state = 'accepted' OR (f.state = 'offered' AND f.answer_by > clock_timestamp())) AS open,
           count(*) FILTER (WHERE f.state IN ('refused', 'expired')
             OR (f.state = 'offered' AND f.answer_by <= clock_timestamp())) AS declined
         FROM appointment_offer f WHERE f.competition_id = r.competition_id AND f.application_id = p.application_id
           AND f.ranking_id = r.id
       ) o ON true
     WHERE r.competition_id = $1 AND r.state = 'approved' AND p.place IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM appointment x WHERE x.competition_id = $1 AND x.person_id = p.person_id)
     ORDER BY p.place, p.candidate_number COLLATE "C" LIMIT $2`,
    [competition.id, limit],
  );
  return { ...time, members };
}
