import { Injectable } from '@nestjs/common';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { DRAW_STATES } from '../domain/draw/draw-state.js';
import { formsRoot } from '../domain/draw/form-hash.js';
import { drawMadeFact } from '../facts.js';
import { contributionsOf } from '../store/contribution-store.js';
import { stateDrawFact, type DrawOccasion } from '../store/draw-fact-store.js';
import { drawById } from '../store/draw-store.js';
import { drawNumbers, keepFormHashes } from '../store/number-store.js';
import { formsOf, ReadyDraws } from './ready-draws.js';

/**
 * Makes a draw once every share is there: each number, the spare ones too, has its form from now on, and the root over
 * all of them is stated. Refusals: DRAW.NO_DRAW, DRAW.STATE, DRAW.SHARES_MISSING (with who), FORM.POOL_TOO_SMALL.
 */
@Injectable()
export class MakeDraw {
  constructor(private readonly ready: ReadyDraws) {}

  async run(tx: Tx, occasion: DrawOccasion, drawId: string): Promise<Result<{ forms: number }>> {
    const draw = await drawById(tx, drawId);
    if (!draw) return refuse('not-found', 'DRAW.NO_DRAW', 'This session has no draw.');
    const next = transition(DRAW_STATES, draw.state, 'draw', 'DRAW.STATE');
    if (!next.ok) return next;
    const missing = (await contributionsOf(tx, drawId)).filter(({ receivedAt }) => !receivedAt);
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name);
      return refuse('conflict', 'DRAW.SHARES_MISSING', 'A contributor has not handed over the share.', {
        data: { missing: names, names: names.join('; ') },
      });
    }
    const { roster, spares } = await drawNumbers(tx, drawId);
    const forms = await formsOf(await this.ready.get(tx, drawId), [...roster, ...spares.flat()]);
    if (!forms.ok) return forms;
    await keepFormHashes(tx, drawId, forms.value);
    const [row] = await rows<{ drawnAt: Date }>(
      tx,
      `UPDATE draw SET state = $2, drawn_at = clock_timestamp() WHERE id = $1 RETURNING drawn_at AS "drawnAt"`,
      [drawId, next.value],
    );
    const content = {
      draw: drawId,
      forms: { root: formsRoot(forms.value).toString('hex'), size: forms.value.length },
    };
    await stateDrawFact(tx, occasion, drawId, drawMadeFact(content, (row as { drawnAt: Date }).drawnAt));
    await recordDecision(tx, occasion.principal, {
      action: 'draw-made',
      subject: occasion.sessionId,
      scopeId: occasion.sessionId,
    });
    return ok({ forms: forms.value.length });
  }
}
