import { hashJson, newId, type Json } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { programmeOfSession, sessionById } from '../../session/index.js';
import { SCORING_CODE, type ScoringRules } from '../domain/scoring-rules.js';

export interface ScoringVersion {
  readonly id: string;
  readonly number: number;
  readonly rules: ScoringRules;
}

const NEWEST = `SELECT id, number, rules FROM scoring_version WHERE session_id = $1 ORDER BY number DESC LIMIT 1`;

/** The newest scoring version of a session; the first one is made from the programme's rules when it is first needed. */
export async function scoringVersionOf(tx: Tx, sessionId: string): Promise<ScoringVersion> {
  const [known] = await rows<ScoringVersion>(tx, NEWEST, [sessionId]);
  if (known) return known;
  const session = await sessionById(tx, sessionId);
  const programme = session && (await programmeOfSession(tx, session));
  if (!programme) throw new Error('A session without a programme cannot be scored.');
  const rules: ScoringRules = {
    code: SCORING_CODE,
    programme: { code: programme.code, version: programme.version },
    pass: programme.body.pass,
    annulled: [],
  };
  await tx.query(
    `INSERT INTO scoring_version (id, session_id, number, rules, content_hash) VALUES ($1, $2, 1, $3, $4)
     ON CONFLICT (session_id, number) DO NOTHING`,
    [newId(), sessionId, JSON.stringify(rules), hashJson(rules as unknown as Json)],
  );
  const [made] = await rows<ScoringVersion>(tx, NEWEST, [sessionId]);
  if (!made) throw new Error('The scoring version was not kept.');
  return made;
}
