import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { clockTime, type Tx } from '../../platform/index.js';
import { furtherSpareNumbers, numbersRoot } from '../domain/draw/candidate-numbers.js';
import { DRAW_ALGORITHM } from '../domain/draw/draw-form.js';
import { formsRoot } from '../domain/draw/form-hash.js';
import { drawSparesAddedFact } from '../facts.js';
import { stateDrawFact, type DrawOccasion } from '../store/draw-fact-store.js';
import { drawById } from '../store/draw-store.js';
import { drawNumbers, insertNumbers, keepFormHashes } from '../store/number-store.js';
import { owesSealing } from '../store/sealed-store.js';
import { formsOf, ReadyDraws } from './ready-draws.js';

/**
 * Adds a list of spare numbers to a draw that is made, for more late candidates than were thought of. The seed makes
 * the numbers, so that nobody who knows it can look for some that suit. Refusals: DRAW.NO_DRAW, DRAW.STATE.
 */
@Injectable()
export class AddSpareNumbers {
  constructor(private readonly ready: ReadyDraws) {}

  async run(
    tx: Tx,
    occasion: DrawOccasion,
    drawId: string,
    wish: { readonly count: number },
  ): Promise<Result<{ list: number }>> {
    const draw = await drawById(tx, drawId);
    if (!draw) return refuse('not-found', 'DRAW.NO_DRAW', 'This session has no draw.');
    if (draw.state !== 'drawn' || draw.algorithm !== DRAW_ALGORITHM) {
      return refuse('conflict', 'DRAW.STATE', 'This step of the draw is not possible now.');
    }
    const ready = await this.ready.get(tx, drawId);
    const { roster, spares } = await drawNumbers(tx, drawId);
    const list = spares.length + 1;
    const used = new Set([...roster, ...spares.flat()]);
    const numbers = furtherSpareNumbers(ready.seed, draw.sessionId, list, wish.count, used);
    const forms = await formsOf(ready, numbers);
    if (!forms.ok) return forms;
    await insertNumbers(tx, drawId, list, numbers, null);
    await keepFormHashes(tx, drawId, forms.value);
    await owesSealing(tx, drawId);
    const content = {
      draw: drawId,
      list,
      spares: { root: numbersRoot(numbers).toString('hex'), size: numbers.length },
      formsRoot: formsRoot(forms.value).toString('hex'),
    };
    await stateDrawFact(tx, occasion, drawId, drawSparesAddedFact(content, await clockTime(tx)));
    await recordDecision(tx, occasion.principal, {
      action: 'draw-spares-added',
      subject: occasion.sessionId,
      scopeId: occasion.sessionId,
    });
    return ok({ list });
  }
}
