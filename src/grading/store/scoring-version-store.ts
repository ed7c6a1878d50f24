import { hashJson, newId, type Json } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { keptScores, type KeptScores } from '../domain/kept-scores.js';
import type { ItemScore, PartScore } from '../domain/grade-sitting.js';
import type { ScoringRules } from '../domain/scoring-rules.js';
import { failedSittings } from './failed-sittings.js';

/** A scoring version as facts name it, with its rules. */
export interface NamedVersion {
  readonly id: string;
  readonly number: number;
  /** Hex. */
  readonly hash: string;
  readonly rules: ScoringRules;
}

const VERSION = `SELECT id, number, encode(content_hash, 'hex') AS hash, rules FROM scoring_version`;

/** The scoring version by which a session's results count now, or undefined where nothing of it was graded. */
export async function countingVersionOf(tx: Tx, sessionId: string): Promise<NamedVersion | undefined> {
  const [version] = await rows<NamedVersion>(
    tx,
    `${VERSION} WHERE session_id = $1 AND NOT pending ORDER BY number DESC LIMIT 1`,
    [sessionId],
  );
  return version;
}

/**
 * Adds the next scoring version of a session; grading finds its sittings owed.
 *
 * @param pending the one before counts until {@link countVersions}: results that are out stay as they are meanwhile.
 */
export async function addScoringVersion(
  tx: Tx,
  sessionId: string,
  rules: ScoringRules,
  pending: boolean,
): Promise<NamedVersion> {
  const [version] = await rows<NamedVersion>(
    tx,
    `INSERT INTO scoring_version (id, session_id, number, rules, content_hash, pending)
     SELECT $1, $2, max(number) + 1, $3, $4, $5 FROM scoring_version WHERE session_id = $2
     RETURNING id, number, encode(content_hash, 'hex') AS hash, rules`,
    [newId(), sessionId, JSON.stringify(rules), hashJson(rules as unknown as Json), pending],
  );
  if (!version) throw new Error('A scoring version is added.');
  return version;
}

/** From now on these versions count. */
export async function countVersions(tx: Tx, versionIds: readonly string[]): Promise<void> {
  await tx.query('UPDATE scoring_version SET pending = false WHERE id = ANY($1::uuid[])', [versionIds]);
}

/** Whether a session is being graded again, while its results stand as they are. */
export async function isRegrading(tx: Tx, sessionId: string): Promise<boolean> {
  const found = await rows(tx, 'SELECT 1 FROM scoring_version WHERE session_id = $1 AND pending LIMIT 1', [
    sessionId,
  ]);
  return found.length > 0;
}

/**
 * Whether each closed sitting of a session has a grade of the sheet that counts, with all its marks, under a version. What a
 * named person has set aside has none and is not waited for.
 */
export async function isGradedUnder(tx: Tx, sessionId: string, versionId: string): Promise<boolean> {
  const aside = (await failedSittings(tx, sessionId)).filter(({ state }) => state === 'aside');
  const owed = await rows(
    tx,
    `SELECT 1 FROM sitting s WHERE s.session_id = $1 AND s.state = 'closed' AND NOT EXISTS (SELECT 1 FROM grade g
       WHERE g.sitting_id = s.id AND g.sheet = s.sheet AND g.marks = s.marks AND g.scoring_version_id = $2)
       AND NOT s.id = ANY($3::uuid[]) LIMIT 1`,
    [sessionId, versionId, aside.map(({ sittingId }) => sittingId)],
  );
  return owed.length === 0;
}

/** A result that a sitting had, with its score sheet. */
export interface PastResult {
  /** Of the scoring version. */
  readonly number: number;
  /** How many marks and corrections people had given by then. */
  readonly marks: number;
  readonly points: number;
  readonly passed: boolean;
  readonly byPart: readonly PartScore[];
  readonly byItem: readonly ItemScore[];
  readonly gradedAt: Date;
}

/**
 * The results that a sitting has had since they were released, the first one first and the one that holds last: nothing was
 * overwritten. Empty before the release.
 */
export async function resultHistory(tx: Tx, sittingId: string): Promise<PastResult[]> {
  const grades = await rows<
    Omit<PastResult, 'byItem'> & { readonly byItem: KeptScores; readonly isBefore: boolean }
  >(
    tx,
    `SELECT v.number, g.marks, g.points, g.passed, g.by_part AS "byPart", g.by_item AS "byItem",
       g.graded_at AS "gradedAt", g.graded_at <= x.released_at AS "isBefore"
     FROM grade g JOIN scoring_version v ON v.id = g.scoring_version_id
       JOIN sitting s ON s.id = g.sitting_id AND s.sheet = g.sheet JOIN exam_session x ON x.id = s.session_id
     WHERE g.sitting_id = $1 AND x.released_at IS NOT NULL AND NOT v.pending ORDER BY v.number, g.marks`,
    [sittingId],
  );
  // Of those before the release the last one was released.
  const first = Math.max(0, grades.filter(({ isBefore }) => isBefore).length - 1);
  return grades
    .slice(first)
    .map(({ isBefore: _, byItem, ...grade }) => ({ ...grade, byItem: keptScores(byItem) }));
}
