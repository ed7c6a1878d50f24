import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { transition } from '../../kernel/index.js';
import { keepChunk, KeyRing, rows, type Tx } from '../../platform/index.js';
import { DRAW_ALGORITHM_1 } from '../domain/draw/draw-form-1.js';
import {
  allNumbers,
  assignment,
  BUNDLE_FORMAT,
  numberLists,
  type Assignment,
  type DrawBundle,
} from '../domain/draw/draw-bundle.js';
import { DRAW_STATES } from '../domain/draw/draw-state.js';
import { drawRevealedFact } from '../facts.js';
import { contributionsOf, contributorOf, handedOver } from '../store/contribution-store.js';
import { drawFacts, stateDrawFact, type DrawOccasion } from '../store/draw-fact-store.js';
import { drawById, type DrawView } from '../store/draw-store.js';
import { drawNumbers } from '../store/number-store.js';
import { readShares1 } from './drawn-forms.js';
import { ReadyDraws } from './ready-draws.js';

const FORMS_AT_A_STRETCH = 25;
const compress = promisify(gzip);

/**
 * Reveals a draw when its session closes: the shares and the numbers by a fact, and all of it as a bundle that anybody
 * can check. In the caller's transaction.
 */
@Injectable()
export class RevealDraw {
  constructor(
    private readonly keys: KeyRing,
    private readonly ready: ReadyDraws,
  ) {}

  /** @throws Error where there is no draw that was made: a session is open only with one. */
  async run(tx: Tx, occasion: DrawOccasion, drawId: string): Promise<void> {
    const draw = await drawById(tx, drawId);
    const next = draw && transition(DRAW_STATES, draw.state, 'reveal', 'DRAW.STATE');
    if (!next?.ok) throw new Error('Only a draw that was made can be revealed.');
    const [row] = await rows<{ revealedAt: Date }>(
      tx,
      `UPDATE draw SET state = $2, revealed_at = clock_timestamp() WHERE id = $1
       RETURNING revealed_at AS "revealedAt"`,
      [drawId, next.value],
    );
    const time = (row as { revealedAt: Date }).revealedAt;
    if (draw?.algorithm === DRAW_ALGORITHM_1) return this.#reveal1(tx, occasion, drawId, time);
    const shares = await handedOver(tx, this.keys, drawId);
    const numbers = await drawNumbers(tx, drawId);
    const listHash = await keepChunk(tx, numberLists(numbers));
    await stateDrawFact(tx, occasion, drawId, drawRevealedFact({ draw: drawId, shares, listHash }, time));
    const bundle = await this.#bundle(tx, draw as DrawView, { ...numbers, shares });
    await tx.query('UPDATE draw SET bundle = $2 WHERE id = $1', [
      drawId,
      await compress(JSON.stringify(bundle)),
    ]);
  }

  async #bundle(
    tx: Tx,
    draw: DrawView,
    revealed: Pick<DrawBundle, 'roster' | 'spares' | 'shares'>,
  ): Promise<DrawBundle> {
    const { compiled, seed, material } = await this.ready.get(tx, draw.id);
    const assignments: Assignment[] = [];
    for (const number of allNumbers(revealed)) {
      assignments.push(assignment(compiled, seed, draw.sessionId, number));
      if (assignments.length % FORMS_AT_A_STRETCH === 0) await setImmediate();
    }
    return {
      format: BUNDLE_FORMAT,
      session: draw.sessionId,
      draw: draw.id,
      blueprint: { ...material.blueprint },
      pool: material.pool,
      roster: revealed.roster,
      spares: revealed.spares,
      contributors: (await contributionsOf(tx, draw.id)).map(contributorOf),
      shares: revealed.shares,
      preassembled: material.preassembled,
      assignments,
      facts: await drawFacts(tx, draw.id),
    };
  }

  async #reveal1(tx: Tx, occasion: DrawOccasion, drawId: string, time: Date): Promise<void> {
    const [row] = await rows<{ shares: Buffer }>(
      tx,
      'SELECT shares_ciphertext AS shares FROM draw WHERE id = $1',
      [drawId],
    );
    if (!row) throw new Error('There is no such draw.');
    const shares = readShares1(this.keys, row.shares).map(({ by, share }) => ({
      role: by === 'platform' ? ('platform' as const) : ('officer' as const),
      name: by,
      share,
    }));
    await stateDrawFact(
      tx,
      occasion,
      drawId,
      drawRevealedFact({ draw: drawId, shares, listHash: null }, time),
    );
  }
}
