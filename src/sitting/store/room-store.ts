import { rows, type Tx } from '../../platform/index.js';

/** How somebody in a session stands. `expected`: has booked a place and was not seen yet. `silent`: sits, but nothing was heard for some minutes. */
export const ROOM_STATES = [
  'expected',
  'waiting',
  'admitted',
  'refused',
  'sitting',
  'silent',
  'paused',
  'handed-in',
  'void',
] as const;
export type RoomState = (typeof ROOM_STATES)[number];

/** Why a clock stands: staff have stopped this one alone, the whole session's stands, or the candidate is on a granted break. */
export const STANDSTILLS = ['held', 'session', 'break'] as const;
export type Standstill = (typeof STANDSTILLS)[number];

/** What a proctor sees of a candidate: number and progress, no name and no answer. */
export interface RoomRow {
  readonly applicationId: string;
  /** Null before they begin. */
  readonly sittingId: string | null;
  /** Null for a late candidate who has not begun. */
  readonly candidateNumber: string | null;
  /** Room and seat, where places are booked. */
  readonly seat: string | null;
  readonly roomId: string | null;
  readonly state: RoomState;
  /** Of a `paused` one, the first of the reasons that is so; null for all others. */
  readonly standsFor: Standstill | null;
  /** Since when: of the last save for `silent`, otherwise of the step; null where that says nothing. */
  readonly since: Date | null;
  readonly startedAt: Date | null;
  readonly deadlineAt: Date | null;
  readonly closedAt: Date | null;
  /** Those of one device count once. */
  readonly leases: number;
  readonly answersSaved: number;
  readonly lastSavedAt: Date | null;
  /** Since when the page that answers stands there without the browser that was asked for; null where it does not. */
  readonly noBrowserSince: Date | null;
}

/** Nothing heard for so long from somebody who sits is worth a look. */
const SILENCE = `interval '3 minutes'`;
const WAITS = `interval '1 minute'`;
// A standstill that has lasted its time is over, though nothing was written then.
const STANDS = `s.state = 'open' AND s.deadline_at - s.paused_left_ms * interval '1 millisecond' > clock_timestamp()`;

// One row a sitting, void ones too, and one for each candidate who has none that counts and was seen or judged.
const ROOM = `
  SELECT s.application_id AS "applicationId", s.id AS "sittingId", s.candidate_number AS "candidateNumber",
    CASE WHEN s.state = 'void' THEN 'void' WHEN s.state = 'closed' THEN 'handed-in'
      WHEN ${STANDS} THEN 'paused'
      WHEN coalesce(l.last, s.started_at) < clock_timestamp() - ${SILENCE} THEN 'silent' ELSE 'sitting' END AS state,
    CASE WHEN s.state = 'void' THEN v.at WHEN s.state = 'closed' THEN s.closed_at
      WHEN ${STANDS} THEN NULL ELSE coalesce(l.last, s.started_at) END AS since,
    s.started_at AS "startedAt", s.deadline_at AS "deadlineAt", s.closed_at AS "closedAt", l.leases,
    l.saved AS "answersSaved", l.last AS "lastSavedAt",
    CASE WHEN ${STANDS} THEN
      CASE WHEN s.held THEN 'held' WHEN x.paused_at IS NOT NULL THEN 'session' ELSE 'break' END END AS "standsFor",
    CASE WHEN s.state = 'open' AND x.exam_browser IS NOT NULL THEN l.no_browser END AS "noBrowserSince"
  FROM sitting s
  JOIN exam_session x ON x.id = s.session_id
  LEFT JOIN sitting_void v ON v.sitting_id = s.id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT follows_own)::int AS leases, coalesce(sum(head_seq), 0)::int AS saved, max(last_acknowledged_at) AS last,
      max(browser_refused_at) FILTER (WHERE revoked_at IS NULL AND browser_refused_at > coalesce(browser_shown_at, issued_at)) AS no_browser
    FROM sitting_lease WHERE sitting_id = s.id) l
  WHERE s.session_id = $1
  UNION ALL
  SELECT seen.application_id, NULL, n.number, coalesce(d.state, 'waiting'), coalesce(d.at, w.seen_at), NULL, NULL, NULL,
    0, 0, NULL, NULL, NULL
  FROM (
    SELECT application_id FROM session_admission WHERE session_id = $1
    UNION SELECT application_id FROM session_presence
      WHERE session_id = $1 AND seen_at > clock_timestamp() - ${WAITS}) seen
  LEFT JOIN session_admission d ON d.session_id = $1 AND d.application_id = seen.application_id
  LEFT JOIN session_presence w ON w.session_id = $1 AND w.application_id = seen.application_id
  LEFT JOIN exam_session x ON x.id = $1
  LEFT JOIN draw_number n ON n.draw_id = x.draw_id AND n.holder_id = seen.application_id AND n.voided_at IS NULL
  WHERE NOT EXISTS (SELECT 1 FROM sitting s
    WHERE s.session_id = $1 AND s.application_id = seen.application_id AND s.state <> 'void')`;

// With seats, and those who are still expected where places are booked.
const SEATED = `
  SELECT room.*, b.seat_id AS seat_id FROM (${ROOM}) room
  LEFT JOIN booking b ON b.session_id = $1 AND b.application_id = room."applicationId" AND b.ended_at IS NULL
  UNION ALL
  SELECT b.application_id, NULL, n.number, 'expected', NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, b.seat_id
  FROM booking b JOIN exam_session x ON x.id = b.session_id
  LEFT JOIN draw_number n ON n.draw_id = x.draw_id AND n.holder_id = b.application_id AND n.voided_at IS NULL
  WHERE b.session_id = $1 AND b.ended_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM sitting s WHERE s.session_id = $1 AND s.application_id = b.application_id)
    AND NOT EXISTS (SELECT 1 FROM session_admission d WHERE d.session_id = $1 AND d.application_id = b.application_id)
    AND NOT EXISTS (SELECT 1 FROM session_presence w WHERE w.session_id = $1 AND w.application_id = b.application_id
      AND w.seen_at > clock_timestamp() - ${WAITS})`;

const PLACED = `
  SELECT seated.*, r.id AS room_id, c.code AS centre, r.name AS room, cs.position AS place,
    CASE WHEN cs.id IS NOT NULL THEN r.name || ', ' || cs.label END AS seat
  FROM (${SEATED}) seated LEFT JOIN centre_seat cs ON cs.id = seated.seat_id
    LEFT JOIN centre_room r ON r.id = cs.room_id LEFT JOIN test_centre c ON c.id = r.centre_id
  WHERE $2::uuid IS NULL OR r.id = $2`;

export interface RoomFilter {
  readonly state?: RoomState | undefined;
  /** The beginning of a candidate number. */
  readonly number?: string | undefined;
  /** A room of a centre. */
  readonly roomId?: string | undefined;
}

/** Who is in a session, by room and seat, otherwise by candidate number (code points); who has neither comes last. */
export async function roomOf(
  tx: Tx,
  sessionId: string,
  filter: RoomFilter = {},
  limit = 1000,
): Promise<RoomRow[]> {
  return rows<RoomRow>(
    tx,
    `SELECT "applicationId", "sittingId", "candidateNumber", seat, room_id AS "roomId", state, since, "startedAt", "deadlineAt", "closedAt",
       leases, "answersSaved", "lastSavedAt", "standsFor", "noBrowserSince"
     FROM (${PLACED}) room
     WHERE ($3::text IS NULL OR state = $3) AND ($4::text IS NULL OR starts_with("candidateNumber", upper($4)))
     ORDER BY centre COLLATE "C" NULLS LAST, room COLLATE "C" NULLS LAST, place NULLS LAST,
       "candidateNumber" COLLATE "C" NULLS LAST, "applicationId" LIMIT $5`,
    [sessionId, filter.roomId ?? null, filter.state ?? null, filter.number ?? null, limit],
  );
}

/** A room that a session offers places in. */
export interface OfferedRoom {
  readonly id: string;
  readonly name: string;
  readonly centre: Readonly<Record<string, string>>;
}

/** The rooms of a session, by centre and name; none where nobody books. */
export async function roomsOfSession(tx: Tx, sessionId: string): Promise<OfferedRoom[]> {
  return rows<OfferedRoom>(
    tx,
    `SELECT r.id, r.name, c.name AS centre FROM session_room sr JOIN centre_room r ON r.id = sr.room_id
       JOIN test_centre c ON c.id = sr.centre_id
     WHERE sr.session_id = $1 ORDER BY c.code COLLATE "C", r.name COLLATE "C"`,
    [sessionId],
  );
}

/** How many are in each state. */
export async function roomCounts(
  tx: Tx,
  sessionId: string,
  roomId?: string,
): Promise<Readonly<Record<RoomState, number>>> {
  const found = await rows<{ state: RoomState; count: number }>(
    tx,
    `SELECT state, count(*)::int AS count FROM (${PLACED}) room GROUP BY state`,
    [sessionId, roomId ?? null],
  );
  const counts = new Map(found.map(({ state, count }) => [state, count]));
  return Object.fromEntries(ROOM_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<
    RoomState,
    number
  >;
}
