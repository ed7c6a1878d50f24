import { Injectable } from '@nestjs/common';
import { Database, rows } from '../../platform/index.js';
import { WatchHints } from './watch-hints.js';

/** Nothing heard for so long: four reports that are missing. */
const SILENCE = `interval '45 seconds'`;

/**
 * When something was last heard of an open sitting: a save, a report, or its beginning; nobody was silent before they were listened
 * to, or before it was said, last, that they are. Of `s` sitting, `l` its last lease, `b` its beat, `p` the plan.
 */
const LAST_HEARD = `greatest(s.started_at, l.issued_at, l.last_acknowledged_at, b.seen_at, listening.since, p.at)`;

const WATCHED = `
  FROM sitting s
  JOIN exam_session x ON x.id = s.session_id
  JOIN session_watch p ON p.session_id = x.id AND p.version = x.watch_version
  JOIN sitting_lease l ON l.sitting_id = s.id AND l.revoked_at IS NULL
  LEFT JOIN watch_beat b ON b.sitting_id = s.id
  CROSS JOIN watch_listening listening
  WHERE s.state = 'open' AND EXISTS (SELECT 1 FROM watch_consent c
    WHERE c.session_id = s.session_id AND c.person_id = s.person_id)`;

/**
 * Notes where nothing is heard of a device any more, and, once something is, how long that was. A clock that stands does not
 * matter: a device reports all the same. Safe to run in many workers at once: who sets `silent_since` writes the signal.
 */
@Injectable()
export class NoteSilence {
  constructor(
    private readonly database: Database,
    private readonly hints: WatchHints,
  ) {}

  /** @returns how many fell silent or were heard again. */
  async run(): Promise<number> {
    const { tx } = this.database;
    await tx.query(BEGIN_LISTENING);
    // Each in a transaction of its own: rows that are held from one to the next would be locked in no order.
    const changed = [
      ...(await rows<{ sessionId: string }>(tx, HEARD_AGAIN)),
      ...(await rows<{ sessionId: string }>(tx, FELL_SILENT)),
    ];
    for (const { sessionId } of changed) this.hints.changed(sessionId);
    return changed.length;
  }
}

const BEGIN_LISTENING =
  'INSERT INTO watch_listening (since) VALUES (clock_timestamp()) ON CONFLICT DO NOTHING';

const FELL_SILENT = `
  WITH silent AS (
    SELECT s.id, s.session_id, l.lease, ${LAST_HEARD} AS since ${WATCHED}
      AND ${LAST_HEARD} < clock_timestamp() - ${SILENCE}
      AND NOT EXISTS (SELECT 1 FROM watch_state w WHERE w.sitting_id = s.id AND w.silent_since IS NOT NULL)
    ORDER BY s.id
  ), noted AS (
    INSERT INTO watch_state AS w (sitting_id, session_id, lease, lease_seq, signals, silent_since)
    SELECT id, session_id, 0, 0, 1, since FROM silent
    ON CONFLICT (sitting_id) DO UPDATE SET signals = w.signals + 1, silent_since = EXCLUDED.silent_since
      WHERE w.silent_since IS NULL
    RETURNING sitting_id, session_id, signals, silent_since
  ), kept AS (
    INSERT INTO watch_signal (sitting_id, number, kind, at, lease)
    SELECT n.sitting_id, n.signals, 'silence', n.silent_since, silent.lease
    FROM noted n JOIN silent ON silent.id = n.sitting_id
  )
  SELECT session_id AS "sessionId" FROM noted`;

// Also where the sitting has ended meanwhile: until then.
const HEARD_AGAIN = `
  WITH ended AS (
    SELECT w.sitting_id, w.silent_since,
      CASE WHEN s.state = 'open' THEN greatest(l.issued_at, l.last_acknowledged_at, b.seen_at) ELSE s.closed_at END AS until
    FROM watch_state w JOIN sitting s ON s.id = w.sitting_id
    LEFT JOIN sitting_lease l ON l.sitting_id = s.id AND l.revoked_at IS NULL
    LEFT JOIN watch_beat b ON b.sitting_id = s.id
    WHERE w.silent_since IS NOT NULL
    ORDER BY w.sitting_id FOR NO KEY UPDATE OF w
  ), noted AS (
    UPDATE watch_state w SET silent_since = NULL FROM ended e
    WHERE w.sitting_id = e.sitting_id AND w.silent_since = e.silent_since
      AND (e.until > e.silent_since OR NOT EXISTS (SELECT 1 FROM sitting s WHERE s.id = w.sitting_id AND s.state = 'open'))
    RETURNING w.sitting_id, w.session_id, OLD.silent_since, e.until
  ), kept AS (
    UPDATE watch_signal g
    SET lasted_ms = extract(epoch FROM coalesce(n.until, clock_timestamp()) - g.at) * 1000
    FROM noted n WHERE g.sitting_id = n.sitting_id AND g.kind = 'silence' AND g.at = n.silent_since AND g.lasted_ms IS NULL
  )
  SELECT session_id AS "sessionId" FROM noted`;
