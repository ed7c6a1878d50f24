import { hashJson, newId, type Json } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { programmeOfSession, sessionById } from '../../session/index.js';
import { adoptedCut, cutSubject, type CutScoreView } from '../../standard-setting/index.js';
import type { PassRule } from '../domain/grade-sitting.js';
import { SCORING_CODE, type ScoringRules } from '../domain/scoring-rules.js';

export interface ScoringVersion {
  readonly id: string;
  readonly number: number;
  readonly rules: ScoringRules;
}

const NEWEST = `SELECT id, number, rules FROM scoring_version WHERE session_id = $1 ORDER BY number DESC LIMIT 1`;

/**
 * The newest scoring version of a session. The first one is made when it is first needed; another one follows where a cut
 * score was adopted for the competition since, which nobody may do once results are out: the answer keys stay as they were.
 */
export async function scoringVersionOf(tx: Tx, sessionId: string): Promise<ScoringVersion> {
  const [known] = await rows<ScoringVersion>(tx, NEWEST, [sessionId]);
  const session = await sessionById(tx, sessionId);
  const programme = session && (await programmeOfSession(tx, session));
  if (!programme) {
    if (known) return known;
    throw new Error('A session without a programme cannot be scored.');
  }
  const cut = await adoptedCut(tx, session.competitionId, programme.id);
  const adoption = cut && cutSubject(cut);
  // What is released was graded by what held then.
  if (known && (session.releasedAt || known.rules.cut?.adoption === adoption)) return known;
  const rules: ScoringRules = {
    code: SCORING_CODE,
    programme: { code: programme.code, version: programme.version },
    ...known?.rules,
    pass: cut ? passOf(cut) : programme.body.pass,
    ...(cut && { cut: { adoption: cutSubject(cut), method: cut.method } }),
    annulled: known?.rules.annulled ?? [],
  };
  await tx.query(
    `INSERT INTO scoring_version (id, session_id, number, rules, content_hash) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (session_id, number) DO NOTHING`,
    [newId(), sessionId, (known?.number ?? 0) + 1, JSON.stringify(rules), hashJson(rules as unknown as Json)],
  );
  const [made] = await rows<ScoringVersion>(tx, NEWEST, [sessionId]);
  if (!made) throw new Error('The scoring version was not kept.');
  return made;
}

/** Without minimums of single parts it is written as a programme writes it. */
const passOf = ({ overall, eachPart, byPart }: CutScoreView): PassRule => ({
  overall,
  eachPart,
  ...(Object.keys(byPart).length > 0 && { byPart }),
});
