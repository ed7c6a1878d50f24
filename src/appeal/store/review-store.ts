import { resultKnownAt } from '../../proctoring/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { ReviewLevel } from '../../session/index.js';
import type { JurisdictionProfile } from '../../people/index.js';
import { clockOf, type Clock } from '../../kernel/index.js';
import { DECISION_DAYS } from '../domain/decision-days.js';

/** What a candidate may do about a sitting of theirs now, by PostgreSQL's clock. */
export interface ReviewView {
  readonly sittingId: string;
  readonly sessionId: string;
  readonly competitionId: string;
  readonly competitionCode: string;
  readonly title: Readonly<Record<string, string>>;
  readonly sessionTitle: Readonly<Record<string, string>>;
  readonly candidateNumber: string;
  readonly language: string;
  readonly state: 'open' | 'closed' | 'void';
  readonly review: ReviewLevel;
  /** When this sitting's result was released: later than others where an incident held it. */
  readonly releasedAt: Date | null;
  /** Null until results are out. */
  readonly challenges: Clock | null;
  /** Null while there is no deadline yet: before results are out an appeal can be made at any time. */
  readonly appeals: Clock | null;
  /** Of the jurisdiction profile that the competition began under. */
  readonly days: { readonly challenge: number; readonly appeal: number; readonly decision: number };
  readonly now: Date;
}

type Row = Omit<ReviewView, 'challenges' | 'appeals' | 'days'> & {
  readonly deadlines: JurisdictionProfile['deadlines'] & { readonly decision?: number };
  readonly challengesUntil: Date | null;
  readonly appealsUntil: Date | null;
};

const REVIEW = `
  SELECT s.id AS "sittingId", s.session_id AS "sessionId", x.competition_id AS "competitionId",
    c.code AS "competitionCode", c.title, x.title AS "sessionTitle", s.candidate_number AS "candidateNumber", s.language,
    s.state, x.review, r.known_at AS "releasedAt", p.body -> 'deadlines' AS deadlines,
    r.known_at + make_interval(days => (p.body #>> '{deadlines,challenge}')::int) AS "challengesUntil",
    greatest(r.known_at, w.at) + make_interval(days => (p.body #>> '{deadlines,appeal}')::int) AS "appealsUntil",
    clock_timestamp() AS now
  FROM sitting s JOIN exam_session x ON x.id = s.session_id JOIN competition c ON c.id = x.competition_id
    JOIN jurisdiction_profile p ON p.code = c.profile_code AND p.version = c.profile_version
    LEFT JOIN sitting_void w ON w.sitting_id = s.id
    CROSS JOIN LATERAL (SELECT ${resultKnownAt('s.id', 'x.released_at')} AS known_at) r
  WHERE s.id = $1 AND s.person_id = $2 AND NOT x.rehearsal`;

/** A sitting of a person, with what may be contested about it and until when; undefined where it is not theirs. */
export async function reviewOf(tx: Tx, sittingId: string, personId: string): Promise<ReviewView | undefined> {
  const [found] = await rows<Row>(tx, REVIEW, [sittingId, personId]);
  if (!found) return undefined;
  const { deadlines, challengesUntil, appealsUntil, ...view } = found;
  const { challenge, appeal, decision = DECISION_DAYS } = deadlines;
  return {
    ...view,
    days: { challenge, appeal, decision },
    challenges: challengesUntil && clockOf(challengesUntil, view.now),
    appeals: appealsUntil && clockOf(appealsUntil, view.now),
  };
}

/** That a candidate looked at their questions is on record. */
export async function recordReview(tx: Tx, sittingId: string, withKeys: boolean): Promise<void> {
  await tx.query('INSERT INTO review_sight (sitting_id, with_keys) VALUES ($1, $2)', [sittingId, withKeys]);
}
