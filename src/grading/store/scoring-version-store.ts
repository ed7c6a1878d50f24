import { hashJson, newId, type Json } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { ItemScore, PartScore } from '../domain/grade-sitting.js';
import type { ScoringRules } from '../domain/scoring-rules.js';

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

/** Whether each closed sitting of a session has a grade of the sheet that counts, under a version. */
export async function isGradedUnder(tx: Tx, sessionId: string, versionId: string): Promise<boolean> {
  const owed = await rows(
    tx,
    `SELECT 1 FROM sitting s WHERE s.session_id = $1 AND s.state = 'closed' AND NOT EXISTS (SELECT 1 FROM grade g
       WHERE g.sitting_id = s.id AND g.sheet = s.sheet AND g.scoring_version_id = $2) LIMIT 1`,
    [sessionId, versionId],
  );
  return owed.length === 0;
}

/** A grade of a sitting under one version, with its score sheet. */
export interface VersionGrade {
  readonly sittingId: string;
  readonly number: number;
  readonly pending: boolean;
  readonly points: number;
  readonly passed: boolean;
  readonly byPart: readonly PartScore[];
  readonly byItem: readonly ItemScore[];
  readonly gradedAt: Date;
}

/** All grades of a sitting's sheet that counts, the first version first: nothing was overwritten. */
export async function gradesBySitting(tx: Tx, sittingId: string): Promise<VersionGrade[]> {
  return rows<VersionGrade>(
    tx,
    `SELECT g.sitting_id AS "sittingId", v.number, v.pending, g.points, g.passed, g.by_part AS "byPart",
       g.by_item AS "byItem", g.graded_at AS "gradedAt"
     FROM grade g JOIN scoring_version v ON v.id = g.scoring_version_id
       JOIN sitting s ON s.id = g.sitting_id AND s.sheet = g.sheet
     WHERE g.sitting_id = $1 ORDER BY v.number`,
    [sittingId],
  );
}
