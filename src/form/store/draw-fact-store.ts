import { canonicalJson, leafHash, type Json } from '../../kernel/index.js';
import {
  makeFact,
  rows,
  stateFact,
  type Fact,
  type FactContent,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import type { BundledFact } from '../domain/draw/draw-bundle.js';
import type { DrawFactDraft } from '../facts.js';

/** On whose behalf a step of a draw is taken, and what the registry files it under. */
export interface DrawOccasion {
  readonly sessionId: string;
  /** What the session belongs to: a competition's code. */
  readonly cause: string;
  readonly principal: Principal;
  readonly search: FactContent['search'];
  /** A rehearsal: what it states is kept with the draw and goes nowhere else. */
  readonly unpublished?: boolean;
}

/** States a fact of a draw in the step's own transaction, and keeps it for the draw's pages and bundle. */
export async function stateDrawFact(
  tx: Tx,
  occasion: DrawOccasion,
  drawId: string,
  draft: DrawFactDraft,
): Promise<void> {
  const whole = {
    ...draft,
    subject: occasion.sessionId,
    cause: occasion.cause,
    official: occasion.principal.official,
    search: occasion.search,
  };
  const fact = occasion.unpublished ? makeFact(whole).fact : await stateFact(tx, whole);
  await tx.query(
    `INSERT INTO draw_fact (draw_id, seq, fact, shown)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3 FROM draw_fact WHERE draw_id = $1`,
    [drawId, JSON.stringify(fact), JSON.stringify(draft.shown)],
  );
}

/** The facts of a draw, in their order. */
export async function drawFacts(tx: Tx, drawId: string): Promise<BundledFact[]> {
  const facts = await rows<{ fact: Fact; shown: BundledFact['shown'] }>(
    tx,
    'SELECT fact, shown FROM draw_fact WHERE draw_id = $1 ORDER BY seq',
    [drawId],
  );
  return facts.map(({ fact, shown }) => ({
    fact,
    shown,
    leafHash: leafHash(canonicalJson(fact as unknown as Json)).toString('hex'),
  }));
}
