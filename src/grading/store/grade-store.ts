import { rows, type Tx } from '../../platform/index.js';
import { hasOpenIncident } from '../../proctoring/index.js';
import { lateWaits, undecidedLeases } from '../../sitting/index.js';
import type { ResultLine } from '../facts.js';
import { failedSittings } from './failed-sittings.js';
import type { ItemScore, PartScore } from '../domain/grade-sitting.js';
import { keptScores, type KeptScores } from '../domain/kept-scores.js';
import type { ScoringRules } from '../domain/scoring-rules.js';

/** A result list as it is published, by candidate number (code points). */
interface ResultList {
  readonly session: string;
  readonly lines: readonly ResultLine[];
}

export interface GradedSitting {
  readonly sittingId: string;
  readonly sessionId: string;
  readonly applicationId: string;
  readonly personId: string;
  readonly candidateNumber: string;
  readonly scoringVersionId: string;
  readonly points: number;
  readonly byPart: readonly PartScore[];
  readonly passed: boolean;
}

// The grade of the answer sheet that counts, with all marks that it has by now, under the newest scoring version of its session
// that counts: while a regrade is under way, the one before it. A sitting that was declared void has none.
const NEWEST_GRADE = `
  FROM grade g
  JOIN scoring_version v ON v.id = g.scoring_version_id
  JOIN sitting s ON s.id = g.sitting_id AND s.sheet = g.sheet AND s.marks = g.marks
  JOIN exam_session x ON x.id = s.session_id
  WHERE s.state = 'closed' AND NOT x.rehearsal AND NOT v.pending
    AND NOT EXISTS (SELECT 1 FROM scoring_version w
      WHERE w.session_id = v.session_id AND w.number > v.number AND NOT w.pending)`;

// The results of its session are out, and no incident holds its own back.
const RELEASED = `x.released_at IS NOT NULL AND NOT ${hasOpenIncident('s.id')}`;

// An item that people have not marked yet: nothing of its sitting is final.
const UNMARKED = 'g.pending > 0';

const FIELDS = `
  s.id AS "sittingId", s.session_id AS "sessionId", s.application_id AS "applicationId", s.person_id AS "personId",
  s.candidate_number AS "candidateNumber", v.id AS "scoringVersionId", g.points, g.by_part AS "byPart", g.passed`;

/** SQL: whether somebody passed in a session whose results are out. @param application an expression, the application's id. */
export const hasPassed = (application: string): string => `
  EXISTS (SELECT 1 ${NEWEST_GRADE} AND s.application_id = ${application} AND g.passed AND ${RELEASED})`;

/** Grades of a competition's released sessions without those that are held, newest scoring version, by candidate number (code points). */
export async function releasedGrades(tx: Tx, competitionId: string): Promise<GradedSitting[]> {
  return rows<GradedSitting>(
    tx,
    `SELECT ${FIELDS} ${NEWEST_GRADE} AND x.competition_id = $1 AND ${RELEASED}
     ORDER BY s.candidate_number COLLATE "C"`,
    [competitionId],
  );
}

/** The same of one session. */
export async function releasedGradesOf(tx: Tx, sessionId: string): Promise<GradedSitting[]> {
  return rows<GradedSitting>(
    tx,
    `SELECT ${FIELDS} ${NEWEST_GRADE} AND x.id = $1 AND ${RELEASED}
     ORDER BY s.candidate_number COLLATE "C"`,
    [sessionId],
  );
}

/** A session's result list as it is published. @param grades all that are released of it, by candidate number. */
export const resultListFrom = (sessionId: string, grades: readonly GradedSitting[]): ResultList => ({
  session: sessionId,
  lines: grades.map(({ candidateNumber, points, byPart, passed }) => ({
    candidateNumber,
    points,
    parts: byPart.map((one) => ({ part: one.part, points: one.points })),
    passed,
  })),
});

/** The result list of a released session. */
export const resultListOf = async (tx: Tx, sessionId: string): Promise<ResultList> =>
  resultListFrom(sessionId, await releasedGradesOf(tx, sessionId));

/**
 * A sitting's grade once a named officer has released it: for the whole session, or beforehand (`on-grading`, each
 * sitting as soon as it is graded and marked, and it is decided whether what came late counts). Otherwise undefined, and as
 * long as an incident holds it: nobody sees a score before its release.
 */
export async function releasedGrade(tx: Tx, sittingId: string): Promise<GradedSitting | undefined> {
  const [grade] = await rows<GradedSitting>(
    tx,
    `SELECT ${FIELDS} ${NEWEST_GRADE} AND s.id = $1
       AND (x.released_at IS NOT NULL OR x.release_policy = 'on-grading' AND NOT ${lateWaits('s.id')}) AND NOT ${UNMARKED}
       AND NOT ${hasOpenIncident('s.id')}`,
    [sittingId],
  );
  return grade;
}

/** A sitting's score sheet under a scoring version, with the answers that it is of. */
export interface GradedResponse {
  readonly sittingId: string;
  readonly points: number;
  readonly byItem: readonly ItemScore[];
  readonly answers: Readonly<Record<string, string>>;
}

/** Some of the graded sittings of a session that count, by sitting. @param after the id before the first; null: the beginning. */
export async function gradedResponses(
  tx: Tx,
  scoringVersionId: string,
  after: string | null,
  limit: number,
): Promise<GradedResponse[]> {
  const found = await rows<Omit<GradedResponse, 'byItem'> & { readonly byItem: KeptScores }>(
    tx,
    `SELECT s.id AS "sittingId", g.points, g.by_item AS "byItem", a.answers
     FROM grade g JOIN sitting s ON s.id = g.sitting_id AND s.sheet = g.sheet AND s.marks = g.marks AND s.state = 'closed'
       JOIN answer_sheet a ON a.sitting_id = s.id AND a.number = s.sheet
     WHERE g.scoring_version_id = $1 AND ($2::uuid IS NULL OR s.id > $2) ORDER BY s.id LIMIT $3`,
    [scoringVersionId, after, limit],
  );
  return found.map(({ byItem, ...response }) => ({ ...response, byItem: keptScores(byItem) }));
}

/** The rules that a scoring version pins. */
export async function rulesOf(tx: Tx, scoringVersionId: string): Promise<ScoringRules | undefined> {
  const [version] = await rows<{ rules: ScoringRules }>(
    tx,
    'SELECT rules FROM scoring_version WHERE id = $1',
    [scoringVersionId],
  );
  return version?.rules;
}

/** All points of a session, for its distribution. Empty before release. */
export async function releasedPoints(tx: Tx, sessionId: string): Promise<number[]> {
  const grades = await rows<{ points: number }>(
    tx,
    `SELECT g.points ${NEWEST_GRADE} AND x.id = $1 AND ${RELEASED}`,
    [sessionId],
  );
  return grades.map(({ points }) => points);
}

export interface GradingProgress {
  readonly open: number;
  readonly closed: number;
  readonly graded: number;
  /** Closed, not graded, and left to a person: they could not be graded. */
  readonly failed: number;
  /** Closed and not graded: set aside by a named person, who said why. */
  readonly aside: number;
  /** Graded, but with something that people have to mark. */
  readonly unmarked: number;
  /** Devices of whose late answers nobody has decided yet whether they count: these grades are provisional. */
  readonly lateUndecided: number;
}

/** How far a session is: sittings still open, closed, graded, and of these not wholly marked. */
export async function gradingProgress(tx: Tx, sessionId: string): Promise<GradingProgress> {
  const [progress] = await rows<Pick<GradingProgress, 'open' | 'closed' | 'graded' | 'unmarked'>>(
    tx,
    `SELECT count(*) FILTER (WHERE s.state = 'open')::int AS open,
       count(*) FILTER (WHERE s.state = 'closed')::int AS closed,
       count(*) FILTER (WHERE s.state = 'closed' AND newest.unmarked IS NOT NULL)::int AS graded,
       count(*) FILTER (WHERE s.state = 'closed' AND newest.unmarked)::int AS unmarked
     FROM sitting s LEFT JOIN LATERAL (
       SELECT ${UNMARKED} AS unmarked FROM grade g JOIN scoring_version v ON v.id = g.scoring_version_id
       WHERE g.sitting_id = s.id AND g.sheet = s.sheet AND g.marks = s.marks AND NOT EXISTS (
         SELECT 1 FROM scoring_version w WHERE w.session_id = v.session_id AND w.number > v.number)
     ) newest ON true
     WHERE s.session_id = $1`,
    [sessionId],
  );
  const lateUndecided = await undecidedLeases(tx, sessionId);
  const failed = await failedSittings(tx, sessionId);
  return {
    ...(progress ?? { open: 0, closed: 0, graded: 0, unmarked: 0 }),
    failed: failed.filter(({ state }) => state === 'failed').length,
    aside: failed.filter(({ state }) => state === 'aside').length,
    lateUndecided,
  };
}

/** Those of some sessions whose results should be out by the time that an officer signed, and are not. */
export async function overdueReleases(tx: Tx, sessionIds: readonly string[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM exam_session WHERE id = ANY($1::uuid[]) AND release_policy = 'at' AND released_at IS NULL
       AND release_at <= clock_timestamp()`,
    [sessionIds],
  );
  return found.map(({ id }) => id);
}
